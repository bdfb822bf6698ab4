from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "phoihop.mail"
