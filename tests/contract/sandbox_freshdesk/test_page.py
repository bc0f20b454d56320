from __future__ import annotations

import requests
from bs4 import BeautifulSoup

from sandbox.freshdesk.server import RunningDesk
from tests.contract.sandbox_freshdesk.conftest import Client


def _page(client: Client, path: str) -> str:
    answer = requests.get(client.url + path, timeout=5)
    assert answer.ok
    return answer.text


def test_the_list_shows_who_wrote_what(client: Client) -> None:
    client.mail(subject="Exit <fee>")
    page = _page(client, "/")
    assert "Exit &lt;fee&gt;" in page
    assert "Asha Rao" in page


def _posts(client: Client, number: int) -> list[tuple[str, str]]:
    """Label and words of each message of a thread, as shown."""
    page = BeautifulSoup(_page(client, f"/tickets/{number}"), "html.parser")
    posts = page.select(".post")
    return [(post.select_one(".label").text, post.select_one(".body").text.strip()) for post in posts]


def test_private_notes_are_marked_private_and_replies_are_not(client: Client) -> None:
    number = client.mail(text="from me")
    client.post(f"/tickets/{number}/reply", {"body": "for you"})
    client.post(f"/tickets/{number}/notes", {"body": "for us"})
    client.post(f"/tickets/{number}/notes", {"body": "for all", "private": False})
    assert _posts(client, number) == [
        ("Customer", "from me"),
        ("Public reply", "for you"),
        ("Private note · only agents see this", "for us"),
        ("Public note", "for all"),
    ]


def test_a_customers_html_is_shown_without_its_teeth(client: Client) -> None:
    html = '<b>Hi</b><script>steal()</script><img src="http://far.example/x.png" onerror="steal()"><style>*{}</style>'
    number = client.mail(html=html)
    page = _page(client, f"/tickets/{number}")
    assert "<b>Hi</b>" in page
    assert "steal()" not in page
    assert "far.example" not in page


def test_one_can_write_as_the_customer_and_as_an_agent(client: Client) -> None:
    form = {"name": "New Person", "email": "new@mail.example", "subject": "Start", "text": "How do\nI start?"}
    sent = requests.post(f"{client.url}/new", data=form, timeout=5)
    number = int(sent.url.rsplit("/", 1)[1])
    write = f"{client.url}/tickets/{number}/write"
    requests.post(write, data={"as": "note", "text": "look", "agent": "sunita@lendora.example"}, timeout=5)
    requests.post(write, data={"as": "reply", "text": "hello", "agent": "sunita@lendora.example"}, timeout=5)
    requests.post(write, data={"as": "customer", "text": "thanks"}, timeout=5)
    shown = [(e["body_text"], e["private"], e["incoming"]) for e in client.thread(number)]
    assert shown == [("look", True, False), ("hello", False, False), ("thanks", False, True)]


def test_every_field_of_a_form_has_a_label(client: Client) -> None:
    number = client.mail()
    for path in ("/new", f"/tickets/{number}"):
        page = BeautifulSoup(_page(client, path), "html.parser")
        labelled = {label["for"] for label in page.find_all("label")}
        fields = [f for f in page.find_all(["input", "textarea", "select"]) if f.get("type") != "hidden"]
        assert {field["id"] for field in fields} == labelled


def test_the_page_asks_nobody_else_for_anything(client: Client) -> None:
    page = _page(client, "/new") + _page(client, "/static/page.css") + _page(client, "/static/page.js")
    assert "http://" not in page.replace(client.url, "")
    assert "https://" not in page


def test_a_watching_page_hears_of_a_new_message(client: Client, desk: RunningDesk) -> None:
    number = client.mail()
    seen = desk.desk.version
    with requests.get(f"{client.url}/events?after={seen}", stream=True, timeout=10) as events:
        client.post(f"/tickets/{number}/notes", {"body": "news"})
        line = next(line for line in events.iter_lines(chunk_size=1) if line.startswith(b"data"))
    assert int(line.removeprefix(b"data: ")) > seen


def test_a_ticket_that_is_not_there_is_a_page_not_found(client: Client) -> None:
    assert requests.get(f"{client.url}/tickets/99", timeout=5).status_code == 404
