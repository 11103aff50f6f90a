"""The preview without a browser: how it starts, what it serves and refuses, how it ends."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderer.preview.editors import address_of
from renderer.preview.live import LiveSite
from tests.previewing import Previewed, preview, preview_site
from tests.sites import SQUARE, built, put


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Previewed]:
    with preview(preview_site(tmp_path_factory.mktemp("served") / "site")) as one:
        yield one


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return preview_site(tmp_path / "site")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "renderer", "preview", "--no-open", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)


class TestStart:
    def test_one_line_says_where(self, site: Path) -> None:
        with preview(site, "heart", "-a", "clinician") as one:
            assert one.address == f"http://127.0.0.1:{one.port}/?article=heart&audience=clinician"
            assert one.first == f"Preview at {one.address} (Ctrl-C ends it)\n"

    def test_a_taken_port_moves_on_and_says_so(self, site: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            ended = run("--site", str(site), "--port", str(port))
        assert ended.returncode == 1
        assert f"port {port} of 127.0.0.1 cannot be used: it is taken" in ended.stderr
        with preview(site, port=None) as first, preview(site, port=None) as second:
            assert second.port != first.port
            assert f"Port 8000 is taken: {second.port} is used instead." in second.said

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [(("hart",), "did you mean 'heart'"), (("heart", "-a", "nurse"), "no audience 'nurse'")],
    )
    def test_what_is_not_there_is_wrong_usage(self, site: Path, arguments: tuple[str, ...], why: str) -> None:
        ended = run("--site", str(site), *arguments)
        assert ended.returncode == 2
        assert why in ended.stderr

    def test_other_machines_are_let_in_with_a_warning(self, site: Path) -> None:
        with preview(site, "--host", "0.0.0.0") as one:
            assert "lets other machines read this site" in one.said
            assert one.ask("/", Host="192.0.2.7:80").status == 200
            assert one.ask("/", Host="evil.example").status == 403


class TestWhatIsServed:
    def test_every_output_of_a_build_byte_for_byte(self, site: Path) -> None:
        built(site)
        made = [path for path in (site / "site").rglob("*") if path.is_file()]
        names = {path.relative_to(site / "site").as_posix(): path.read_bytes() for path in made}
        del names["manifest.json"]
        with preview(site) as one:
            for name in sorted(names, key=lambda name: name.startswith("assets/")):  # pages name their assets
                assert one.body(f"/site/{name}") == names[name], name
        assert len(names) > 12

    def test_a_draft_is_shown(self, running: Previewed) -> None:
        assert b"Draft words." in running.body("/site/patient/young/index.html")

    def test_a_folder_is_its_page(self, running: Previewed) -> None:
        assert running.body("/site/patient/heart/") == running.body("/site/patient/heart/index.html")

    def test_what_a_build_has_not_is_not_there(self, running: Previewed) -> None:
        assert running.ask("/site/patient/gone/index.html").status == 404
        assert running.ask("/site/heart.md").status == 404
        assert running.ask("/-/frame.py").status == 404

    def test_the_state_is_told(self, running: Previewed) -> None:
        state = json.loads(running.body("/-/state?path=patient/heart/index.html"))
        assert state["articles"] == ["heart", "lung/cough", "young"]
        assert [one["id"] for one in state["audiences"]] == ["patient", "clinician", "student"]
        assert state["source"] == "content/heart.md"
        assert not state["failed"]

    def test_a_former_address_leads_on(self, tmp_path: Path) -> None:
        root = preview_site(tmp_path / "site")
        put(root, {"content/moved.md": "---\ntitle: M\naliases: [old/place]\n---\n\nMoved.\n"})
        assert b"../../moved/index.html" in (LiveSite(root).at("old/place/index.html").data or b"")

    def test_no_article_is_looked_into_for_what_is_not_there(self, tmp_path: Path) -> None:
        live = LiveSite(preview_site(tmp_path / "site"))
        assert not live.at("nowhere/index.html").known
        site = live.snapshot().site
        assert site is not None
        assert not site.workspace._prepared

    def test_a_list_is_made_without_holding_up_a_page(self, tmp_path: Path) -> None:
        live = LiveSite(preview_site(tmp_path / "site"))
        assert live.at("patient/index.html").data
        site = live.snapshot().site
        assert site is not None
        assert not site.workspace._prepared

    def test_only_what_is_asked_for_is_read(self, tmp_path: Path) -> None:
        live = LiveSite(preview_site(tmp_path / "site"))
        assert live.at("patient/heart/index.html").data
        site = live.snapshot().site
        assert site is not None
        assert set(site.workspace._loaded) == {"heart"}


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({"VISUAL": "code --wait"}, "vscode://file/{path}:{line}:{column}"),
        ({"EDITOR": "/usr/bin/zed"}, "zed://file/{path}:{line}:{column}"),
        ({"VISUAL": "vim", "EDITOR": "code"}, ""),
        ({"EDITOR": "'unclosed"}, ""),
        ({}, ""),
    ],
)
def test_an_editor_s_address(environment: dict[str, str], address: str) -> None:
    assert address_of(environment) == address


class TestClosed:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example:80"}, {"Host": ""},
            {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
        ],
        ids=str,
    )  # fmt: skip
    @pytest.mark.parametrize("path", ["/", "/-/state", "/site/index.html"])
    def test_others_are_refused(self, running: Previewed, headers: dict[str, str], path: str) -> None:
        assert running.ask(path, **headers).status in {400, 403}

    def test_a_link_elsewhere_may_lead_here(self, running: Previewed) -> None:
        followed = {
            "Sec_Fetch_Site": "cross-site",
            "Sec_Fetch_Mode": "navigate",
            "Sec_Fetch_Dest": "document",
        }
        assert running.ask("/", **followed).status == 200
        assert running.ask("/", **followed | {"Sec_Fetch_Dest": "iframe"}).status == 403

    def test_a_mapped_port_is_our_own(self, running: Previewed) -> None:
        assert running.ask("/", Host="localhost:9999", Origin="http://localhost:9999").status == 200

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
    def test_nothing_can_be_changed(self, running: Previewed, method: str) -> None:
        assert running.ask("/", method).status == 405

    @pytest.mark.parametrize(
        "path",
        [
            "/site/../site.toml", "/site/%2e%2e/site.toml", "/site/..%2fsite.toml", "/site//etc/passwd",
            "/site/content/heart.md", "/-/../../pyproject.toml", "/-/%2e%2e%2fapp.py",
            "/why/../../etc/passwd",
        ],
    )  # fmt: skip
    def test_nothing_outside_the_outputs_is_read(self, running: Previewed, path: str) -> None:
        assert running.ask(path).status == 404

    def test_no_page_elsewhere_may_read_or_frame_it(self, running: Previewed) -> None:
        headers = running.ask("/").headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert not any(name.lower().startswith("access-control") for name in headers)


class TestEnd:
    def test_ctrl_c_ends_it_and_frees_the_port(self, site: Path) -> None:
        with preview(site) as one:
            with one.answer("/-/events") as stream:
                assert stream.readline() == b"retry: 500\n"
                assert one.end() == 130
            assert "Traceback" not in one.said
            with socket.create_server(("127.0.0.1", one.port)):
                pass


class TestChanges:
    def test_words_that_changed_need_no_look_at_the_folder(self, site: Path) -> None:
        live = LiveSite(site)
        before = live.at("patient/heart/index.html").data
        folder = live.snapshot().site
        put(site, {"content/heart.md": (site / "content/heart.md").read_text().replace("Lead", "New")})
        assert live.changed([site / "content/heart.md"])
        assert live.at("patient/heart/index.html").data != before
        after = live.snapshot().site
        assert folder is not None
        assert after is not None
        assert after.workspace.site is folder.workspace.site

    @pytest.mark.parametrize("name", ["content/4913", "content/heart.md~tmp"])
    def test_what_an_editor_leaves_for_a_moment_is_no_change(self, site: Path, name: str) -> None:
        live = LiveSite(site)
        live.at("patient/heart/index.html")
        assert not live.changed([site / name])

    def test_old_versions_of_a_picture_are_not_kept(self, site: Path) -> None:
        live = LiveSite(site)
        for number in range(9):
            put(site, {"content/heart.svg": SQUARE.format("x" * 9000 + str(number))})
            live.changed([site / "content/heart.svg"])
            assert live.at("patient/heart/index.html").data
        assert len(live._assets) + len(live._assets_before) == 2

    def test_files_that_come_and_go_are(self, site: Path) -> None:
        live = LiveSite(site)
        live.at("patient/heart/index.html")
        put(site, {"content/new.md": "---\ntitle: N\n---\n\nNew.\n"})
        assert live.changed([site / "content/new.md"])
        assert live.at("patient/new/index.html").data
        (site / "content/new.md").unlink()
        assert live.changed([site / "content/new.md"])
        assert not live.at("patient/new/index.html").known or live.at("patient/new/index.html").data is None
