"""Who is responsible: by place, by domain, by agency; and the way to a telephone."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.management import call_command

from content.concerns import CONCERNS
from content.models import DirectoryPage
from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(db: None) -> None:
    call_command("pages", verbosity=0)


def page(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text: str = response.content.decode()
    return text


def test_a_place_is_found_and_its_domains_lead_to_agencies(client: Any) -> None:
    assert 'href="/duties/place/320281104/"' in page(client, "/duties/?q=江阴徐霞客")
    town = page(client, "/duties/place/320281104/")
    assert 'href="/duties/place/320281104/justice/"' in town
    assert 'href="/duties/agency/jiangyin-education/"' in town
    text = page(client, "/duties/place/320281104/justice/")
    assert 'href="/duties/agency/jiangyin-public-security/"' in text


def test_a_place_that_is_not_found_is_told_how_to_go_on(client: Any) -> None:
    assert "没有找到“火星镇”" in page(client, "/duties/?q=火星镇")
    assert "<b>" not in page(client, "/duties/?q=<b>")


def test_a_place_without_a_duty_table_gives_a_number_all_the_same(client: Any) -> None:
    text = page(client, "/duties/place/32/")
    assert "还没有登记职责表" in text
    assert "110" in text
    assert 'href="/duties/place/3202/"' in text


def test_each_duty_of_an_agency_leads_to_its_clause(client: Any) -> None:
    text = page(client, "/duties/agency/jiangyin-public-security/")
    links = re.findall(r'href="/policies/jiangyin-2015-77/#(c[^"]+)"', text)
    assert links
    policy = page(client, "/policies/jiangyin-2015-77/")
    assert all(f'id="{address}"' in policy for address in links)


def test_an_agency_shows_its_telephone_and_address(client: Any, system: Actor) -> None:
    assert "12345" in page(client, "/duties/agency/jiangyin-education/")
    agency = Agency.objects.get(code="jiangyin-education")
    values = {"public_phone": "0510-00000000", "public_address": "演示路1号"}
    change(agency, values=values, by=system, reason="登记")
    text = page(client, "/duties/agency/jiangyin-education/")
    assert 'href="tel:0510-00000000"' in text
    assert "演示路1号" in text


def test_a_leading_group_is_reached_from_its_place_and_from_its_office(client: Any) -> None:
    link = 'href="/duties/group/jiangyin-leading-group/"'
    assert link in page(client, "/duties/place/320281104/")
    assert link in page(client, "/duties/agency/jiangyin-civil-affairs/")
    assert link not in page(client, "/duties/agency/jiangyin-education/")
    text = page(client, "/duties/group/zhengzhou-leading-group/")
    assert 'href="/policies/zhengzhou-2014-10/"' in text
    assert 'href="/duties/agency/zhengzhou-civil-affairs/"' in text
    assert "<li>市政府副市长</li>" in text


def test_whoever_worries_about_a_child_has_a_number_after_two_steps(client: Any) -> None:
    first = page(client, "/duties/call/")
    assert first.index("tel:110") < first.index("孩子在哪里")
    response = client.get("/duties/call/?q=江阴徐霞客镇")
    assert response.status_code == 302
    second = page(client, response["Location"])
    assert "您看到了什么" in second
    for concern in CONCERNS:
        assert f'href="{response["Location"]}{concern.code}/"' in second
        answer = page(client, f"{response['Location']}{concern.code}/")
        assert f"tel:{concern.hotlines[0].number}" in answer


def test_where_a_child_is_in_danger_the_police_are_called_first(client: Any) -> None:
    answer = page(client, "/duties/call/320281/hurt/")
    main = answer[answer.index("<main") :]
    assert re.search(r"tel:(\d+)", main)[1] == "110"  # type: ignore[index]
    assert "江阴市公安局" in main


def test_several_places_of_a_name_are_offered(client: Any) -> None:
    text = page(client, "/duties/call/?q=新华")
    assert len(re.findall(r'href="/duties/call/\w+/"', text)) > 3


@pytest.mark.parametrize(
    "address",
    [
        "place/1/", "place/320281/nothing/", "agency/nothing/", "call/1/", "call/320281/nothing/",
        "csv/?place=1", "group/nothing/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_there(client: Any, address: str) -> None:
    assert client.get(f"/duties/{address}").status_code == 404


def test_the_table_goes_out_whole_or_for_a_place(client: Any) -> None:
    whole = page(client, "/duties/csv/").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(whole)))
    assert {row["地区"] for row in rows} == {"郑州市", "江阴市"}
    document = client.get("/duties/json/?place=320281").json()
    assert {duty["region"]["name"] for duty in document["duties"]} == {"江阴市"}


def test_the_sitemap_names_places_and_agencies_that_answer(client: Any) -> None:
    directory = DirectoryPage.objects.get()
    addresses = [entry["location"] for entry in directory.get_sitemap_urls()]
    assert "http://localhost/duties/agency/jiangyin-education/" in addresses
    for address in (addresses[0], addresses[1], addresses[2], addresses[-1]):
        page(client, address.removeprefix("http://localhost"))


@pytest.mark.parametrize(
    "address",
    ["/duties/", "/duties/place/320281/justice/", "/duties/agency/jiangyin-civil-affairs/",
     "/duties/place/320281/", "/duties/group/zhengzhou-leading-group/",
     "/duties/call/320281/hurt/", "/figures/"],
)  # fmt: skip
def test_a_page_is_light_and_costs_few_queries(
    client: Any, address: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        text = page(client, address)
    assert len(text.encode()) < 60_000
    assert not re.search(r'\sstyle="|<script(?![^>]*(\bsrc=|type="application/ld\+json"))', text)
