"""What a page does for a keyboard, a finger, a large font and a lens: measured in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from playwright.sync_api import Page

OPEN = "document.querySelectorAll('details:not(.langs)').forEach((part) => { part.open = true })"
"""Opens every fold but the menu of languages, which lies over the rest."""

LOOK = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), ticked = one.matches('input[type=checkbox]');
  const here = ({ left, right, top, bottom }) => [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3],
    [right - 3, bottom - 3], [(left + right) / 2, (top + bottom) / 2]].some(([x, y]) => {
      const there = document.elementFromPoint(x, y);
      return there && (one.contains(there) || ticked && there.contains(one));
    });
  const boxes = ticked ? [one.closest('label, .box > *').getBoundingClientRect()] : [...one.getClientRects()];
  return { name: (one.getAttribute('aria-label') || one.innerText || one.name || one.tagName).trim().slice(0, 80),
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, seen: boxes.some(here) };
}"""

TARGETS = """(controls) => {
  const told = [];
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('.skip')) continue;
    const around = one.parentElement.textContent.trim().length > one.textContent.trim().length + 3;
    if (getComputedStyle(one).display === 'inline' && around) continue;
    const box = (one.matches('input[type=checkbox], input[type=radio]') && one.closest('label') || one).getBoundingClientRect();
    told.push([one.outerHTML.slice(0, 120), box.width, box.height, one.matches(controls)]);
  }
  return told;
}"""
"""Everything that can be pressed but links inside a sentence, each with its size; a box to tick is as large as its row."""
MAIN = """.btn, .pill, .chip, .exit, .mine, .go, .brand, .step, .pager a, .views a, .tiles a, .foot a, .langs > summary,
  .fold > summary, .group > summary, input[type=search], input[type=text], select"""
"""Controls that pages.md gives 44 px of height."""

EDGES = """(parts) => [...document.querySelectorAll(parts)]
  .filter((one) => one.checkVisibility() && !(parseFloat(getComputedStyle(one).borderTopWidth) >= 1))
  .map((one) => one.outerHTML.slice(0, 100))"""
"""Which of the parts have no border."""
BOXES = """.btn:not(.link), .chip, .pill, .plate, .card, .panel, .note, .fold, .glance, .crisis, .count, .flags > div, .sheet,
  input:not([type=checkbox]):not([type=hidden]), select, textarea"""
UNFORCED = """() => {
  const probe = document.body.appendChild(document.createElement('i'));
  const painted = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };
  const forced = ['ButtonText', 'LinkText', 'CanvasText'].map(painted);
  return [...document.querySelectorAll('.btn')].filter((one) => one.checkVisibility())
    .filter((one) => !['color', 'borderTopColor'].every((part) => forced.includes(getComputedStyle(one)[part])))
    .map((one) => one.className);
}"""
"""Which buttons keep a colour of their own, whatever the person's are."""
CURRENT = """[...document.querySelectorAll('[aria-current]')].filter((one) => one.checkVisibility())
  .map((one) => getComputedStyle(one).textDecorationLine)"""
STUCK = """[...document.querySelectorAll('body *:not(th)')]
  .filter((one) => ['sticky', 'fixed'].includes(getComputedStyle(one).position)).map((one) => one.className || one.tagName)"""
MOVING = """[...document.querySelectorAll('*')].map((one) => getComputedStyle(one)).flatMap((style) => {
  const times = style.transitionDuration.split(', ').map(parseFloat);
  const changes = style.transitionProperty.split(', ').map((name, n) => [name, times[n % times.length]]);
  return style.animationName === 'none' ? changes : [...changes, [style.animationName, 9]];
}).filter(([, seconds]) => seconds > 0)"""
"""What changes over time, and in how many seconds."""


class Focus(NamedTuple):
    """Where the keyboard is: the name of the control, whether it is marked, whether something lies over it."""

    name: str
    marked: bool
    seen: bool


def focus(page: Page) -> Focus | None:
    """Where the keyboard is; None on the page itself."""
    found = page.evaluate(LOOK)
    return None if found is None else Focus(found["name"], found["marked"], found["seen"])


def walk(page: Page, key: str = "Tab", most: int = 400) -> Iterator[Focus]:
    """Every place the keyboard comes to, until it leaves the page."""
    for _ in range(most):
        page.keyboard.press(key)
        found = focus(page)
        if found is None:
            return
        yield found
    raise AssertionError(f"the keyboard does not get out of the page within {most} steps")


def reach(page: Page, name: str, key: str = "Tab") -> None:
    """Go by keyboard to the first control whose name begins so; everything on the way is marked and to be seen."""
    for found in walk(page, key):
        assert found.marked, found
        assert found.seen, found
        if found.name.startswith(name):
            return
    raise AssertionError(f"the keyboard does not come to {name}")


def small(page: Page) -> list[str]:
    """Targets under 24 px, and main controls under 44 px of height."""
    told = page.evaluate(TARGETS, MAIN)
    assert len(told) > 10
    wrong = [one for one in told if min(one[1], one[2]) < 23.99 or (one[3] and one[2] < 43.99)]
    return [f"{width:.0f} x {height:.0f}: {what}" for what, width, height, _ in wrong]
