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

// The device's time zone goes with a search, for sessions held online.
for (const form of document.querySelectorAll("form[role=search]")) {
  form.addEventListener("submit", () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
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
