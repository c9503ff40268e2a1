"""The public addresses that are no pages."""

from django.urls import path

from home.feeds import NewPages, NewPagesOfSection
from home.form_pages import form_page, receipt_page
from home.page_cache.marking import same_for_everybody
from home.robots import robots
from home.search.views import opensearch, search
from home.sitemaps import sitemap

urlpatterns = [
    path("search/", search, name="search"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("feed/", same_for_everybody(NewPages()), name="feed"),
    path("feed/<slug:section>/", same_for_everybody(NewPagesOfSection()), name="section_feed"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("forms/receipt/", receipt_page, name="form_receipt"),
    path("forms/<slug:code>/", form_page, name="form"),
    path("robots.txt", robots, name="robots"),
]
