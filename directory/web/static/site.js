// Deferred, no dependencies, every part may fail alone; the pages are complete without it.

// Quick exit: cover at once, forget, leave so that Back does not return. Shift three times within five seconds does the same.
const exit = document.getElementById("exit");
if (exit) {
  const leave = (event) => {
    event?.preventDefault();
    const cover = document.createElement("div");
    cover.className = "cover";
    document.body.append(cover);
    document.title = "…";
    try { sessionStorage.clear(); } catch { /* storage is switched off: nothing to forget */ }
    location.replace(exit.href);
  };
  exit.addEventListener("click", leave);
  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  exit.after(status);
  let pressed = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) {
      if (event.key !== "Shift") pressed = [];
      return;
    }
    pressed = [...pressed.filter((time) => event.timeStamp - time < 5000), event.timeStamp];
    if (pressed.length >= 3) leave();
    else status.textContent = exit.dataset.said.replace("{n}", pressed.length);
  });
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// Suggestions while typing: each is a link to a search. Asked for after a pause, never kept; an older answer is dropped.
for (const field of document.querySelectorAll("input[data-suggest]")) {
  const form = field.form, list = document.createElement("div");
  const status = document.createElement("p");
  let asked = new AbortController(), timer, at = -1;
  list.className = "suggest";
  status.className = "vh";
  Object.assign(list, { id: `${field.id}-list`, hidden: true, role: "listbox", ariaLabel: field.dataset.suggest });
  status.setAttribute("role", "status");
  field.after(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", false]]) {
    field.setAttribute(name, value);
  }

  const mark = (place) => {
    list.children[at]?.setAttribute("aria-selected", false);
    at = place;
    const one = list.children[at];
    one?.setAttribute("aria-selected", true);
    one?.scrollIntoView({ block: "nearest" });
    if (one) field.setAttribute("aria-activedescendant", one.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    clearTimeout(timer);
    asked.abort();
    show([]);
  };
  const show = (lines) => {
    mark(-1);
    list.replaceChildren(...lines.map((line, place) => {
      const one = document.createElement("a"), search = new URLSearchParams(line.query);
      const carried = ["for", "list", ...(/^(listing|organization|place)$/.test(line.kind) ? [] : ["place"])];
      if (zone) search.set("tz", zone);
      for (const name of carried) if (form.elements[name]?.value) search.set(name, form.elements[name].value);
      Object.assign(one, { id: `${list.id}-${place}`, role: "option", tabIndex: -1, textContent: line.label, dir: "auto" });
      one.href = `${form.action}?${search}`;
      one.setAttribute("aria-selected", false);
      return one;
    }));
    list.hidden = !lines.length;
    list.style.top = `${field.offsetTop + field.offsetHeight + 4}px`;
    field.setAttribute("aria-expanded", !list.hidden);
    status.textContent = lines.length ? field.dataset.said.replace("{n}", lines.length) : "";
  };
  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const typed = new URLSearchParams({ q: field.value, lang: document.documentElement.lang });
    try {
      const answer = await fetch(`/api/suggest?${typed}`, { signal: asked.signal, credentials: "omit" });
      show(answer.ok ? (await answer.json()).suggestions : []);
    } catch { /* typed on, or no answer: the form works without */ }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length < 2) close();
    else timer = setTimeout(ask, 150);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing || !count) return;
    if (event.key === "ArrowDown") mark(at + 1 < count ? at + 1 : -1);
    else if (event.key === "ArrowUp") mark(at < 0 ? count - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) list.children[at].click();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  addEventListener("pagehide", close);
}

// Use my location: rounded to two decimals, about a mile, before it leaves the device.
for (const part of navigator.geolocation ? document.querySelectorAll(".here") : []) {
  const place = part.closest("form").elements.place;
  part.hidden = false;
  part.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        place.value = `${coords.latitude.toFixed(2)}, ${coords.longitude.toFixed(2)}`;
        place.focus();
      },
      () => { part.querySelector("[role=status]").textContent = part.dataset.failed; },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}

// When the next time of a listing begins by the clock of the device, where that differs from the listing's own.
for (const line of document.querySelectorAll("[data-begins]")) {
  const by = (timeZone) => new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, {
    timeZone, weekday: "long", hour: "numeric", minute: "2-digit", hour12: true,
  }).format(line.dataset.begins * 1000);
  if (zone && by(zone) !== by(line.dataset.zone)) line.append(` ${line.dataset.said.replace("{when}", by(zone))}`);
}

// The device's time zone goes with a search, for sessions held online.
for (const form of document.querySelectorAll("form[role=search]")) {
  form.addEventListener("submit", () => {
    if (!zone || form.elements.tz) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "tz", value: zone });
    form.append(field);
  });
}

// Empty fields make no part of an address.
for (const form of document.forms) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
}

for (const button of document.querySelectorAll("button.print")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// From a listing back to where one came from on this site; nothing is stored for it.
const back = document.getElementById("back");
if (back && window.navigation?.canGoBack) {
  back.querySelector("span").textContent = back.dataset.back;
  back.addEventListener("click", (event) => { event.preventDefault(); history.back(); });
}

// My list: the address is the list. A press changes this page's address and its links; nothing is asked, nothing is stored.
const mine = document.getElementById("mine");
const ours = /^\/([a-z]{2,3}\/)?(exit|assets|list\b(?!ing)|l\/|sheet|api|listing\/\w+\.)/;
const refs = () => new URL(mine.href).searchParams.get("ids")?.split(".") ?? [];
const keep = (list) => { try { sessionStorage.setItem("list", list.join(".")); } catch { /* storage is switched off */ } };
const put = (address, list) => {
  const url = new URL(address, location);
  if (list.length) url.searchParams.set("list", list.join("."));
  else url.searchParams.delete("list");
  return url.pathname + url.search.replaceAll("%2F", "/") + url.hash;
};
const without = (list, ref) => list.filter((one) => one !== ref);
const show = (list) => {
  for (const link of document.links) {
    const ref = link.dataset.ref;
    if (ref) {
      const inside = list.includes(ref);
      link.classList.toggle("in", inside);
      link.querySelector("use").setAttribute("href", inside ? "#i-check" : "#i-plus");
      link.querySelector("span").textContent = inside ? mine.dataset.in : mine.dataset.add;
      const said = link.dataset.said ??= link.ariaLabel.slice(link.ariaLabel.indexOf(": "));
      link.ariaLabel = (inside ? mine.dataset.out : mine.dataset.add) + said;
      link.href = put(link.href, inside ? without(list, ref) : [...list, ref]);
    } else if (link.origin === location.origin && link !== mine && !ours.test(link.pathname) && !link.getAttribute("href").startsWith("#")) {
      link.href = put(link.href, list);
    }
  }
  for (const form of document.forms) {
    const field = form.elements.list ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "list" }));
    field.value = list.join(".");
  }
  mine.href = new URL(mine.href).pathname + (list.length ? `?ids=${list.join(".")}` : "");
  mine.querySelector("b").textContent = list.length || "";
  mine.querySelector("b").hidden = !list.length;
};
if (mine) {
  const said = Object.assign(document.createElement("p"), { className: "vh" });
  said.setAttribute("role", "status");
  mine.after(said);
  const change = (list) => {
    history.replaceState(null, "", put(location.href, list));
    show(list);
  };
  // Going back shows a page as it was; this tab's own store, emptied as the notes are, tells it the list as it is now.
  addEventListener("pageshow", (event) => {
    const back = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    let last = null;
    try { last = sessionStorage.getItem("list"); } catch { /* storage is switched off */ }
    if (back && last !== null && !ours.test(location.pathname)) change(last.split(".").filter(Boolean));
    else if (last !== null || refs().length) keep(refs());
  });
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-ref]");
    const list = refs();
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { ref } = link.dataset, inside = list.includes(ref);
    if (!inside && list.length >= mine.dataset.most) return;
    event.preventDefault();
    const now = inside ? without(list, ref) : [...list, ref];
    change(now);
    keep(now);
    said.textContent = mine.dataset[inside ? "removed" : "added"].replace("{n}", now.length);
  });
}

// Title, initials and notes stay in this tab: its own store, emptied when it closes and by Quick exit. Never in a form.
for (const part of document.querySelectorAll("[data-kept]")) {
  const name = part.dataset.kept, field = "defaultValue" in part;
  let value;
  try { value = sessionStorage.getItem(name) ?? ""; } catch { // storage is switched off: no notes, and no room kept for them
    for (const one of document.querySelectorAll("[data-kept]")) one.closest("[hidden]")?.remove();
    break;
  }
  if (field) {
    part.value = value || part.defaultValue;
    part.addEventListener("input", () => sessionStorage.setItem(name, part.value));
  } else if (value) part.textContent = value;
  const fold = part.closest("[hidden]");
  if (fold && (field || value)) fold.hidden = false;
  if (fold && field && value) fold.open = true;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    let done = true;
    try { await navigator.clipboard.writeText(field.value); } catch { done = false; }
    button.nextElementSibling.textContent = done ? button.dataset.done : button.dataset.failed;
  });
}

// The map: its script, its style and its tiles come when it is asked for, and not before.
const mapOpener = document.getElementById("map-switch");
if (mapOpener) {
  const mapSaid = Object.assign(document.createElement("p"), { className: "hint" });
  mapSaid.setAttribute("role", "status");
  mapOpener.closest("nav").after(mapSaid);
  const turn = async (pressed) => {
    try { await (await import(mapOpener.dataset.script)).turn(!!pressed); mapSaid.textContent = ""; } catch { mapSaid.textContent = mapOpener.dataset.failed; }
  };
  mapOpener.addEventListener("click", turn);
  if (location.hash === "#map") turn();
}
for (const part of document.querySelectorAll("#map-switch,.to-map")) part.hidden = false;
