"""Addresses of Open311 GeoReport v2. What is not one of them answers with the specification's error document."""

from django.urls import path

from phoihop.api.open import views

urlpatterns = [
    path("open311/openapi.json", views.described, name="described"),
    path("open311/discovery.<str:form>", views.discovery, name="discovery"),
    path("open311/v2/discovery.<str:form>", views.discovery, name="discovery-v2"),
    path("open311/v2/services.<str:form>", views.services, name="services"),
    path("open311/v2/services/<str:code>.<str:form>", views.definition, name="definition"),
    path("open311/v2/requests.<str:form>", views.requests, name="requests"),
    path("open311/v2/requests/<str:code>.<str:form>", views.request, name="request"),
    path("open311/v2/tokens/<str:code>.<str:form>", views.token, name="token"),
    path("open311/<path:rest>", views.nothing, name="nothing"),
]
