from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0008_outbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='events_moving_since',
            field=models.DateTimeField(null=True),
        ),
    ]
