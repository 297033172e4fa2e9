from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_retention'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='corrects_by_itself',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
