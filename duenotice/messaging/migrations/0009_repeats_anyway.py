from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0008_secret_default'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='repeats_anyway',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
