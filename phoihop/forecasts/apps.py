from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "phoihop.forecasts"
