"""Where “快速离开” leads: a month like any other, which names neither this site nor its subject."""

from calendar import Calendar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    weeks = Calendar().monthdatescalendar(today.year, today.month)
    return render(request, "home/calendar.html", {"today": today, "weeks": weeks})
