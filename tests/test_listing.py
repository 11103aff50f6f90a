"""Lists of articles by their folders."""

from renderer.build.listing import grouped
from renderer.pages.views import ArticleLink


def listed(*ids: str) -> list[tuple[str, list[str], str]]:
    """The groups of articles of these ids: name, titles, and place on the page."""
    links = ((one, ArticleLink(one, f"{one}/index.html", "", None, "Submitted")) for one in ids)
    return [(one.name, [link.title for link in one.articles], one.id) for one in grouped(links)]


def test_articles_in_no_folder_come_first() -> None:
    assert [name for name, _, _ in listed("zoster", "heart/rhythm")] == ["", "Heart"]


def test_an_article_that_stands_for_its_folder_leads_its_group() -> None:
    assert listed("heart", "heart/rhythm")[0][:2] == ("Heart", ["heart", "heart/rhythm"])


def test_folders_in_folders_say_both_names() -> None:
    assert listed("heart/heart-failure/salt")[0][0] == "Heart: heart failure"


def test_no_two_groups_have_one_place() -> None:
    places = [place for _, _, place in listed("a-b/one", "a/b/two", "three")]
    assert len(set(places)) == len(places) == 3
