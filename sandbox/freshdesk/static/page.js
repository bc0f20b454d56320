// Fetches this page again when something moved on the desk and swaps in the parts marked data-live. What is being
// typed stands outside of them and stays.
"use strict";

const twoDigits = (number) => String(number).padStart(2, "0");

function tellTimes(part) {
  for (const element of part.querySelectorAll("time")) {
    const at = new Date(element.dateTime);
    const clock = `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
    const today = at.toDateString() === new Date().toDateString();
    element.textContent = today ? clock : at.toLocaleDateString(undefined, { day: "numeric", month: "short" });
    element.title = at.toLocaleString();
  }
}

function markFresh(part, known) {
  const fresh = [...part.querySelectorAll("[data-post]")].filter((post) => !known.has(post.dataset.post));
  for (const post of fresh) post.classList.add("fresh");
  if (fresh.length) {
    const label = fresh[fresh.length - 1].querySelector(".label").textContent;
    document.querySelector("[data-said]").textContent = `New on this ticket: ${label}`;
  }
}

function swap(part, other) {
  if (!other || part.innerHTML === other.innerHTML) return;
  const known = new Set([...part.querySelectorAll("[data-post]")].map((post) => post.dataset.post));
  tellTimes(other);
  if (part.innerHTML === other.innerHTML) return;
  const replaced = document.adoptNode(other);
  const scrolled = part.scrollTop;
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  part.replaceWith(replaced);
  replaced.scrollTop = scrolled;
  if (focused) replaced.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  if (known.size) markFresh(replaced, known);
}

let asking = false;
let askAgain = false;

async function refresh() {
  if (asking) { askAgain = true; return; }
  asking = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.ok) {
      const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        swap(part, fetched.querySelector(`[data-live="${part.dataset.live}"]`));
      }
    }
  } catch (fault) {
    // The desk is away for a moment; the next event or the next try brings the page up to date.
  } finally {
    asking = false;
    if (askAgain) { askAgain = false; refresh(); }
  }
}

tellTimes(document);
const events = new EventSource(`/events?after=${document.body.dataset.version}`);
events.onmessage = refresh;
