// The map of a page of results. Loaded when it is asked for, with Leaflet; everything on it is in the list, which stays.
const panel = document.getElementById("map"), opener = document.getElementById("map-switch");
const canvas = panel.querySelector(".canvas"), words = panel.dataset;
const cards = new Map();
for (const card of document.querySelectorAll(".cards>li[id^=r-]")) {
  const link = card.querySelector(".title a");
  cards.set(card.id.slice(2), { card, link, number: cards.size + 1, name: link.ariaLabel ?? link.textContent });
}
const spots = words.pins.split(" ").map((one) => {
  const [ref, lat, lon, about] = one.split(",");
  return { ...cards.get(ref), at: [lat, lon].map(Number), about: !!about };
});
const WIDE = 64, HIGH = 56; // pixels that a pin takes: what is nearer than that shares one
const part = (tag, more, ...inside) => {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...inside);
  return made;
};

const loaded = (href) => new Promise((resolve, reject) => {
  document.head.append(part("link", { rel: "stylesheet", href, onload: resolve, onerror: reject }));
});
let L, map, pins, told = [];
const build = async () => {
  await Promise.all([import(words.leaflet), ...words.styles.split(" ").map(loaded)]);
  ({ L } = globalThis);
  panel.hidden = false;
  const still = { animate: false }, least = Number(words.low), most = Number(words.high);
  // Nothing glides. One finger scrolls the page: a map under it would hold it. Two fingers, the buttons, a press or keys move it.
  map = L.map(canvas, {
    attributionControl: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false,
    inertia: false, scrollWheelZoom: false, dragging: !matchMedia("(pointer:coarse)").matches, minZoom: least, maxZoom: most + 2,
  });
  map.panBy = (by) => L.Map.prototype.panBy.call(map, by, still);
  L.tileLayer(words.tiles, { minNativeZoom: least, maxNativeZoom: most, minZoom: least, maxZoom: most + 2, alt: "" }).addTo(map);
  const position = document.documentElement.dir === "rtl" ? "topleft" : "topright";
  L.control.zoom({ position, zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  pins = L.layerGroup().addTo(map);
  map.on("zoomend", draw);
  map.on("click", (event) => { if (!fold()) map.panTo(event.latlng, still); });
  map.fitBounds(spots.map(({ at }) => at), { paddingTopLeft: [28, 56], paddingBottomRight: [28, 28], maxZoom: Math.min(most, 15), ...still });
};

// Pins that would lie on each other become one that names them all; drawn in the list's order, so that Tab follows it.
const draw = () => {
  const drawn = [];
  for (const spot of spots) {
    const { x, y } = map.project(spot.at);
    const near = drawn.find((one) => Math.abs(one.x - x) < WIDE && Math.abs(one.y - y) < HIGH);
    if (near) near.spots.push(spot);
    else drawn.push({ x, y, spots: [spot] });
  }
  told = [];
  pins.clearLayers();
  for (const one of drawn) {
    const icon = L.divIcon({ className: "pin", html: pin(one.spots), iconSize: [0, 0] });
    L.marker(one.spots[0].at, { icon, keyboard: false, interactive: false }).addTo(pins);
  }
};
const said = (spot) => spot.name + (spot.about ? ` (${words.near})` : "");
const pin = (all) => {
  const [first, ...rest] = all, about = all.every((one) => one.about);
  const text = rest.length ? `${first.number} +${rest.length}` : `${first.number}`;
  const sign = part(rest.length ? "button" : "a", { className: about ? "about" : "", ariaLabel: `${text}: ${all.map(said).join(", ")}` }, text);
  if (rest.length) {
    sign.type = "button";
    sign.ariaExpanded = false;
    sign.addEventListener("click", () => { if (!fold(sign)) unfold(sign, all); });
  } else link(sign, first);
  sign.addEventListener("focus", () => {
    if (sign.matches(":focus-visible")) map.panInside(first.at, { paddingTopLeft: [80, 64], paddingBottomRight: [80, 40], animate: false });
  });
  L.DomEvent.disableClickPropagation(sign);
  return sign;
};
const link = (sign, spot) => {
  sign.href = `#${spot.card.id}`;
  sign.addEventListener("click", (event) => {
    event.preventDefault(); // the address goes on saying that the map is open
    document.querySelector(".shown")?.classList.remove("shown");
    spot.card.classList.add("shown");
    spot.link.focus();
    spot.card.scrollIntoView({ block: "nearest" });
  });
  return sign;
};

// What one pin stands for, as links to the cards.
const unfold = (sign, all) => {
  const list = part("ul", { className: "here-are", dir: document.documentElement.dir }, ...all.map((one) =>
    part("li", {}, link(part("a", {}, `${one.number} `, part("bdi", {}, one.name), one.about ? ` (${words.near})` : ""), one))));
  L.DomEvent.disableClickPropagation(list);
  L.DomEvent.disableScrollPropagation(list);
  sign.ariaExpanded = true;
  sign.after(list);
  told = [sign, list];
  sign.closest(".pin").classList.add("unfolded");
  const inside = list.getBoundingClientRect(), whole = canvas.getBoundingClientRect();
  const by = (low, high, from, to) => (low < from ? low - from - 8 : high > to ? Math.min(high - to + 8, low - from) : 0);
  map.panBy([by(inside.left, inside.right, whole.left, whole.right), by(inside.top, inside.bottom, whole.top, whole.bottom)]);
  list.querySelector("a").focus({ preventScroll: true });
};
const fold = (asked) => {
  const [sign, list] = told;
  if (!sign) return false;
  told = [];
  if (list.contains(document.activeElement)) sign.focus();
  list.remove();
  sign.ariaExpanded = false;
  sign.closest(".pin").classList.remove("unfolded");
  return sign === asked;
};

const set = (open) => {
  panel.hidden = !open;
  opener.ariaExpanded = open;
  for (const { card, number } of cards.values()) {
    if (open) card.querySelector(".title").prepend(part("span", { className: "number" }, `${number}`), " ");
    else card.querySelector(".number")?.remove();
  }
  const hash = open ? "#map" : "";
  history.replaceState(null, "", location.pathname + location.search + hash);
  for (const step of document.querySelectorAll(".pager a")) step.hash = hash;
};
const close = () => {
  set(false);
  opener.focus();
};
panel.querySelector("button").addEventListener("click", close);
panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  if (told.length) fold();
  else close();
});

// Who presses Map sees it: the switch, which keeps the focus, comes to the top of the window where the map would not fit below it.
const bring = () => {
  const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
  if (canvas.getBoundingClientRect().bottom > innerHeight - covered) opener.closest("nav").scrollIntoView();
};

// Opens the map, or closes it; `pressed`: somebody asked for it now. Rejects when it cannot be loaded.
export const turn = async (pressed) => {
  if (opener.ariaExpanded === "true") return set(false);
  if (!map) await build();
  set(true);
  map.invalidateSize();
  if (pressed) bring();
  return undefined;
};
