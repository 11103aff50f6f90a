"""What `renderer show -f json` says of an edition."""

import json
from datetime import date

from renderer.audiences import Audience
from renderer.diagnostics import Span
from renderer.editions.contents import Contents
from renderer.editions.edition import Edition, Review, ToArticle, ToFile, ToWeb
from renderer.language.references import Name, PartialDate, Reference, SourceKind
from renderer.language.tree import (
    Attributes,
    Block,
    BulletList,
    Cell,
    Citation,
    Cited,
    Column,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    Paragraph,
    PlainTable,
    Row,
    Section,
    Superscript,
    Table,
    Text,
)
from renderer.writers.json import write_json

AT = Span(7, 9)
PATIENT = Audience("patient", "Patient")


def text(words: str) -> Text:
    return Text(words, AT)


def edition(*nodes: Inline) -> Edition:
    return Edition(
        article="asthma",
        audience=PATIENT,
        title=(text("Peak flow, m"), Superscript((text("2"),), AT)),
        summary=(text("“Blow hard”"),),
        blocks=(Paragraph(nodes, AT),) if nodes else (),
        contents=Contents(),
        references=(
            Reference(
                id="who",
                kind=SourceKind.GUIDELINE,
                title="Asthma",
                author=(Name("Gogh", "V", particle="van"), Name("World Health Organization")),
                container_title="Lancet",
                issued=PartialDate(2020, 5),
                doi="10.1/x",
            ),
        ),
        numbers={"who": 1},
        uses={"who": 1},
        targets={
            "x.md#a": ToArticle("x", "a"),
            "c.svg": ToFile("assets/c.svg", 4, 3),
            "//e": ToWeb("https://e"),
        },
        updated=date(2025, 10, 29),
        review=Review.UNDER_REVIEW,
    )


def first(*nodes: Inline) -> object:
    """Return what the JSON says of the inlines of one paragraph."""
    return json.loads(write_json(edition(*nodes)))["blocks"][0]["children"]


def test_the_whole() -> None:
    assert (
        write_json(edition(text("é")))
        == """\
{
  "article": "asthma",
  "audience": "patient",
  "title": {
    "words": "Peak flow, m²",
    "nodes": [
      {
        "type": "text",
        "text": "Peak flow, m"
      },
      {
        "type": "superscript",
        "children": [
          {
            "type": "text",
            "text": "2"
          }
        ]
      }
    ]
  },
  "summary": {
    "words": "“Blow hard”",
    "nodes": [
      {
        "type": "text",
        "text": "“Blow hard”"
      }
    ]
  },
  "updated": "2025-10-29",
  "review": "under-review",
  "blocks": [
    {
      "type": "paragraph",
      "children": [
        {
          "type": "text",
          "text": "é"
        }
      ]
    }
  ],
  "references": [
    {
      "number": 1,
      "id": "who",
      "kind": "guideline",
      "title": "Asthma",
      "author": [
        {
          "family": "Gogh",
          "given": "V",
          "non-dropping-particle": "van"
        },
        {
          "literal": "World Health Organization"
        }
      ],
      "container-title": "Lancet",
      "issued": {
        "date-parts": [
          [
            2020,
            5
          ]
        ]
      },
      "DOI": "10.1/x"
    }
  ]
}
"""
    )


def test_citations_have_their_numbers() -> None:
    assert first(Citation((Cited("who", "p. 3", AT),), AT)) == [
        {"type": "citation", "items": [{"key": "who", "locator": "p. 3", "number": 1}]}
    ]


def test_links_and_images_say_where_they_lead() -> None:
    nodes: tuple[Inline, ...] = (
        Link("x.md#a", "", (), "label", AT),
        Link("//e", "t", (), "", AT),
        Link("?", "", (), "", AT),
        Image("c.svg", "", (text("a"),), "", Attributes(width="40", classes=("wide",)), AT),
    )
    assert first(*nodes) == [
        {
            "type": "link",
            "target": "x.md#a",
            "leads_to": {"article": "x", "fragment": "a"},
            "title": "",
            "children": [],
        },
        {"type": "link", "target": "//e", "leads_to": {"url": "https://e"}, "title": "t", "children": []},
        {"type": "link", "target": "?", "leads_to": None, "title": "", "children": []},
        {
            "type": "image",
            "target": "c.svg",
            "leads_to": {"file": "assets/c.svg"},
            "title": "",
            "alt": [{"type": "text", "text": "a"}],
            "attributes": {"classes": ["wide"], "width": "40"},
        },
    ]


def test_blocks_keep_their_shape() -> None:
    column: Column[Inline] = Column((text("a"),), "right", AT)
    row: Row[Inline] = Row(Attributes(), (Cell((), AT),), AT)
    table: PlainTable = Table((column,), (row,), None, AT)
    items = BulletList((Item(Attributes(id="i"), (table,), AT),), tight=False, span=AT)
    section: Section[Inline, Block] = Section(Heading(2, (), Attributes(id="h"), AT), (items,), AT)
    whole = Edition("a", PATIENT, (), (), (section,), Contents())
    data = json.loads(write_json(whole))
    assert data["updated"] is None
    assert data["blocks"] == [
        {
            "type": "section",
            "heading": {"type": "heading", "level": 2, "children": [], "attributes": {"id": "h"}},
            "blocks": [
                {
                    "type": "bullet-list",
                    "items": [
                        {
                            "type": "item",
                            "attributes": {"id": "i"},
                            "blocks": [
                                {
                                    "type": "table",
                                    "columns": [
                                        {
                                            "type": "column",
                                            "header": [{"type": "text", "text": "a"}],
                                            "align": "right",
                                        }
                                    ],
                                    "rows": [
                                        {
                                            "type": "row",
                                            "attributes": {},
                                            "cells": [{"type": "cell", "children": []}],
                                        }
                                    ],
                                    "caption": None,
                                }
                            ],
                        }
                    ],
                    "tight": False,
                }
            ],
        }
    ]
