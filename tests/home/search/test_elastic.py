"""What an Elasticsearch or OpenSearch server would be told. No server is asked: its client is a stand-in."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from modelsearch.backends.elasticsearchbase import ElasticsearchBaseSearchBackend
from wagtail.models import Page

from config.searching import search_backend_at
from home.search.backends import elastic


class StandIn(ElasticsearchBaseSearchBackend):
    client_class = SimpleNamespace


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Any:
    module = SimpleNamespace(SearchBackend=StandIn)
    monkeypatch.setattr(elastic, "import_module", lambda _name: module)
    params = search_backend_at("elasticsearch9+https://user:password@search.example:9200")
    params.pop("BACKEND")
    return elastic.SearchBackend(params)


def test_one_setting_names_the_server() -> None:
    assert search_backend_at(None) == {"BACKEND": "home.search.backends"}
    told = search_backend_at("opensearch3+http://127.0.0.1:9200")
    assert (told["ENGINE"], told["URLS"]) == ("opensearch3", ["http://127.0.0.1:9200"])
    for wrong in (
        "https://search.example",
        "solr+https://search.example",
        "elasticsearch9+ftp://x",
    ):
        with pytest.raises(SystemExit, match="SEARCH_URL"):
            search_backend_at(wrong)


def test_the_server_cuts_chinese_into_pairs(backend: Any) -> None:
    analysis = backend.settings["settings"]["analysis"]
    assert analysis["filter"]["pairs"]["type"] == "cjk_bigram"
    assert "pairs" in analysis["analyzer"]["default"]["filter"]
    # What Wagtail brings along is still there.
    assert "ngram_analyzer" in analysis["analyzer"]
    assert "edgengram" in analysis["analyzer"]["edgengram_analyzer"]["filter"]


def test_what_is_typed_is_cut_as_what_is_stored(backend: Any) -> None:
    mapping = backend.mapping_class(Page).get_mapping()["properties"]
    assert mapping["_edgengrams"]["search_analyzer"] == "default"


@pytest.mark.django_db
def test_each_word_is_asked_for_as_a_phrase(backend: Any) -> None:
    results = backend.search("困境儿童 郑政办〔2014〕10号", Page.objects.live())
    asked = json.dumps(results.query_compiler.get_query(), ensure_ascii=False)
    assert '"困境儿童"' in asked
    assert '"郑政办 2014 10 号"' in asked
    assert "match_phrase" in asked
