"""The Numbers page: what others have published, with our own figure beside it."""

import html
import re

import pandas as pd
import pytest

from sahel_map.measures.published import COMPARED
from sahel_map.measures.sourcing import rest_on_leads
from sahel_map.vocabulary import INDICATOR_TOPICS

TOPICS = tuple(INDICATOR_TOPICS)
SAMPLE = "Ours counts a curated sample of events, theirs aims at all of them"


def card(page, title):
    """Return the card with a title, as text without its marks."""
    [body] = [body for body in page.html if 'class="cards"' in body]
    cards = [html.unescape(part) for part in body.split('<div class="card"')]
    [found] = [part for part in cards if f'<span class="what">{title}</span>' in part]
    return found


def said(found):
    """Return the rows of a card: one a published number, each with what stands under it."""
    return found.split('<div class="said">')[1:]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_topic_opens_with_its_numbers_and_their_sources(visit, data, language, topic):
    page = visit(language, "numbers", numbers=topic, confidence="unverified")
    assert page.app.button_group(key="numbers").value == topic
    [body] = [body for body in page.html if 'class="cards"' in body]
    rows = data.indicators[data.indicators["topic"] == topic]
    assert body.count('<div class="said">') == len(rows) > 0
    for publisher in set(data.sources.loc[rows["source_id"], "publisher"]):
        assert html.escape(publisher) in body
    for url in set(data.sources.loc[rows["source_id"], "url"]) - {""}:
        assert html.escape(url) in body


def test_topic_is_chosen_by_its_button_and_stands_in_the_address(visit):
    page = visit(page="numbers")
    assert page.query == {}
    page.set("button_group", "numbers", "economy")
    assert page.query == {"numbers": "economy"}


def test_attacks_of_half_a_year_stand_with_source_and_our_count(visit):
    [row] = said(card(visit(page="numbers"), "JNIM attacks in half a year"))
    assert "<b>280 attacks</b>" in row
    assert "BBC, 1 January – 30 June 2025" in row
    assert "Responsible Statecraft, " in row
    ours = row[row.index('<div class="ours">') :]
    assert re.search(r"<b>\d+ attacks</b> <span>is what the loaded data give, from \d+", ours)
    assert SAMPLE in ours


def test_share_of_the_south_west_is_8_and_nearly_20_percent_with_ours_beside(visit):
    title = "Share of JNIM violence in Mali that takes place in the south-west"
    before, after = said(card(visit(page="numbers"), title))
    assert "<b>8%</b>" in before
    assert "2024" in before
    assert "<b>nearly 20%</b>" in after
    for row in (before, after):
        assert "Responsible Statecraft" in row
        assert re.search(r'<div class="ours"><b>[\d.]+%</b>', row)
        assert SAMPLE in row


def test_our_figure_stands_only_where_the_data_have_one(visit, data):
    for topic in TOPICS:
        page = visit(page="numbers", numbers=topic, confidence="unverified")
        [body] = [body for body in page.html if 'class="cards"' in body]
        rows = data.indicators[data.indicators["topic"] == topic]
        comparable = rows["measure"].isin(list(COMPARED)).sum()
        assert 0 <= body.count('class="ours"') <= comparable
        assert body.count('class="ours"') == body.count("<b>") - body.count('class="said"')


def test_distance_is_measured_and_the_reason_given(visit):
    page = visit(page="numbers", numbers="distances")
    [body] = [body for body in page.html if 'class="cards"' in body]
    assert re.search(r'class="ours"><b>\d+ (km|miles)</b>', body)
    assert "shortest line over the ground" in body


def test_capacity_is_drawn_and_tabled_under_forces_alone(visit):
    page = visit(page="numbers", numbers="forces")
    wide = page.table("JNIM")
    assert list(wide.columns) == ["Measure", "JNIM", "HTS", "Taliban"]
    assert list(wide["Measure"]) == [
        "Fighters",
        "Soldiers for each fighter",
        "People for each fighter",
        "Square miles for each fighter",
    ]
    assert (wide != "").all(axis=None)
    drawn = pd.concat(page.charts)
    assert set(drawn["subject"]) == {"JNIM", "HTS", "Taliban"}
    told = {str(n) for n in wide[["JNIM", "HTS", "Taliban"]].to_numpy().ravel()}
    assert set(drawn["number"]) == told
    assert any(caption.startswith("Source: ") for caption in page.captions)
    assert visit(page="numbers").charts == []


def test_sidebar_filters_do_not_touch_the_numbers(visit):
    assert visit(page="numbers", type=["ied"]).html == visit(page="numbers").html


def test_numbers_that_rest_on_leads_alone_are_hidden_until_asked_for(visit, data):
    rows = data.indicators[data.indicators["topic"] == "violence"]
    leads = int(rest_on_leads(rows["source_id"], data).sum())
    page = visit(page="numbers")
    [body] = [body for body in page.html if 'class="cards"' in body]
    assert body.count('<div class="said">') == len(rows) - leads
    assert leads > 0
    assert any(f"{leads} that only compilers carry" in text for text in page.captions)


def test_topic_without_a_number_of_that_day_says_so(visit):
    page = visit(page="numbers", numbers="forces", known="2020-12-31")
    assert not [body for body in page.html if 'class="said"' in body]
    assert any("No published number" in notice for notice in page.notices)
