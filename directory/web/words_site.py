"""The texts of the pages about this site, of the helplines page and of what is said when something fails."""

from __future__ import annotations

from collections.abc import Mapping

SITE: Mapping[str, tuple[str, str]] = {
    # helplines
    "helplines": ("Helplines", "Líneas de ayuda"),
    "helplines_intro": (
        "You can call, text or chat. You do not have to give your name. If life is in danger, call {number}.",
        "Puede llamar, escribir o chatear. No tiene que dar su nombre. Si hay peligro de vida, llame al {number}.",
    ),
    "hours": ("Hours", "Horario"),
    "bill": (
        "Calls and texts can appear on a phone bill and in the phone’s call list. Free numbers can appear too.",
        "Las llamadas y los textos pueden aparecer en la factura y en la lista de llamadas del teléfono. También los "
        "números gratuitos.",
    ),
    "other_countries": ("Other countries", "Otros países"),
    # errors
    "e404": ("This page is not here", "Esta página no está"),
    "e404_text": (
        "The listing may have closed or moved. Nothing you did went wrong.",
        "Puede que el servicio haya cerrado o cambiado de lugar. Usted no hizo nada mal.",
    ),
    "e410": ("No longer listed here", "Ya no aparece aquí"),
    "e410_text": (
        "It may have closed, or we may only have no news of it any more. Nothing you did went wrong.",
        "Puede que haya cerrado, o que solo ya no tengamos noticias. Usted no hizo nada mal.",
    ),
    "e400": ("There is a problem", "Hay un problema"),
    "e400_text": (
        "We could not use part of the address of this page:",
        "No pudimos usar parte de la dirección de esta página:",
    ),
    "e405": ("This page cannot be used that way", "Esta página no se puede usar así"),
    "e405_text": ("Please start again from the search.", "Empiece de nuevo desde la búsqueda."),
    "e429": ("Please wait a minute", "Espere un minuto"),
    "e429_text": (
        "Many searches came from your connection. The helplines work all the time.",
        "Llegaron muchas búsquedas desde su conexión. Las líneas de ayuda funcionan siempre.",
    ),
    "e500": ("Something went wrong on our side", "Algo falló de nuestro lado"),
    "e500_text": (
        "Nothing you did went wrong. Please try again in a few minutes.",
        "Usted no hizo nada mal. Inténtelo de nuevo en unos minutos.",
    ),
    "e503": ("Search is not working right now", "La búsqueda no funciona en este momento"),
    "e503_text": (
        "We are fixing it. These helplines still work. Please try the search again in a few minutes.",
        "Lo estamos arreglando. Estas líneas sí funcionan. Pruebe la búsqueda de nuevo en unos minutos.",
    ),
    "try_again": ("Try the search again", "Probar la búsqueda de nuevo"),
    "see_all_helplines": ("See all helplines", "Ver todas las líneas"),
    # kinds
    "kinds": ("All kinds of help", "Todos los tipos de ayuda"),
    "kinds_intro": (
        "The number says how many listings we have. Where there are none, the page shows help that comes close.",
        "El número dice cuántos servicios tenemos. Donde no hay ninguno, la página muestra la ayuda más cercana a eso.",
    ),
    "kinds_anywhere": (
        "Everywhere. Add a town or ZIP code to see what is near you.",
        "En todas partes. Añada una ciudad o un código postal para ver qué hay cerca de usted.",
    ),
    "kinds_near": ("Kinds of help near {place}", "Tipos de ayuda cerca de {place}"),
    "kinds_in": ("Kinds of help in {place}", "Tipos de ayuda en {place}"),
    "kinds_here": ("Kinds of help near you", "Tipos de ayuda cerca de usted"),
    "kinds_where_hint": ("Town or ZIP code. Leave empty for everywhere.", "Ciudad o código postal. Vacío: en todas partes."),
    "kinds_count": ("Show how many", "Ver cuántos"),
    "kinds_none": ("none listed", "ninguno registrado"),
    "kinds_none_near": ("none near", "ninguno cerca"),
    "kinds_farther": ("{n} farther away", "{n} más lejos"),
    "kinds_farther_of": ("{kind}: {n} farther away", "{kind}: {n} más lejos"),
    # stay safe
    "safe_intro": (
        "If someone may look at your phone or computer, read this first. It takes one minute.",
        "Si alguien puede mirar su teléfono o computadora, lea esto primero. Toma un minuto.",
    ),
    "safe_exit": ("What “Quick exit” does", "Qué hace «Salir rápido»"),
    "safe_does": ("It does", "Sí"),
    "safe_does_text": (
        "leave at once, open a neutral page in its place, and clear what this site stored.",
        "sale de inmediato, abre una página neutral en su lugar y borra lo que este sitio guardó.",
    ),
    "safe_does_not": ("It does not", "No"),
    "safe_does_not_text": (
        "clear your browser history. Pages you saw before may still be listed.",
        "borra el historial del navegador. Las páginas que vio antes pueden seguir en la lista.",
    ),
    "safe_keyboard": ("On a keyboard, press Shift three times to leave.", "En un teclado, pulse Mayús tres veces para salir."),
    "safe_habits": ("Four safer habits", "Cuatro hábitos más seguros"),
    "habit1": ("Use a private window.", "Use una ventana privada."),
    "habit1_text": (
        "In most browsers: menu, then “New private tab” or “New incognito tab”.",
        "En la mayoría de los navegadores: menú y luego «Nueva pestaña privada» o «de incógnito».",
    ),
    "habit2": ("Use a phone they cannot reach.", "Use un teléfono que no alcancen."),
    "habit2_text": ("A friend’s, a library’s, or one at work.", "De una amistad, de una biblioteca o del trabajo."),
    "habit3": ("Think about calls and texts.", "Piense en llamadas y textos."),
    "habit3_text": (
        "They show in the call log and on the bill. Short and free numbers can show too.",
        "Se ven en el registro de llamadas y en la factura. Los números cortos y gratuitos también.",
    ),
    "habit4": ("Do not clear everything at once.", "No borre todo de una vez."),
    "habit4_text": (
        "An empty history can look strange. Remove single pages instead.",
        "Un historial vacío puede llamar la atención. Quite páginas sueltas.",
    ),
    "safe_keep": ("What we keep about you", "Qué guardamos sobre usted"),
    "safe_keep_text": (
        "Nothing you search for. No cookies for visitors. No other company is told that you were here. Your list is in the "
        "page’s address, so anyone with that address can see it. Notes stay on this device until you close the tab.",
        "Nada de lo que busca. Sin cookies para visitantes. Ninguna otra empresa sabe que estuvo aquí. Su lista está en la "
        "dirección de la página, así que quien tenga esa dirección puede verla. Las notas quedan en este dispositivo hasta que "
        "cierre la pestaña.",
    ),
    "safe_talk": ("Talk to someone about this", "Hable con alguien sobre esto"),
    # privacy
    "privacy_intro": (
        "You can use all of this site without an account, a name or a cookie.",
        "Puede usar todo el sitio sin cuenta, sin nombre y sin cookies.",
    ),
    "privacy_not": ("What we do not do", "Lo que no hacemos"),
    "privacy_not1": (
        "We do not keep what you search for, the place you type, or the listings you open.",
        "No guardamos lo que busca, el lugar que escribe ni las fichas que abre.",
    ),
    "privacy_not2": (
        "We set no cookies for visitors and use no advertising or counting service.",
        "No ponemos cookies a los visitantes ni usamos servicios de publicidad o de conteo.",
    ),
    "privacy_not3": ("Our pages load nothing from other companies.", "Nuestras páginas no cargan nada de otras empresas."),
    "privacy_where": ("Your words and your address bar", "Sus palabras y la barra de direcciones"),
    "privacy_where_text": (
        "A search is part of the page’s address. Your browser keeps that address in its history, and anyone you send it"
        " to can see the words. A private window does not keep it.",
        "La búsqueda es parte de la dirección de la página. Su navegador guarda esa dirección en el historial, y quien "
        "la reciba puede ver las palabras. Una ventana privada no la guarda.",
    ),
    "privacy_location": ("Your location", "Su ubicación"),
    "privacy_location_text": (
        "Only if you press “Use my location”. Your device rounds it to about a mile before it is sent, and we do not keep it.",
        "Solo si pulsa «Usar mi ubicación». Su dispositivo la redondea a una milla, más o menos, antes de enviarla, y "
        "no la guardamos.",
    ),
    "privacy_list": ("My list and notes", "Mi lista y las notas"),
    "privacy_list1": (
        "Your list is part of the page’s address. We do not keep it, and it holds no names: only numbers of listings.",
        "Su lista es parte de la dirección de la página. No la guardamos, y no lleva nombres: solo números de ficha.",
    ),
    "privacy_list2": (
        "Notes, a title and initials that you write for the printed sheet stay in this tab of your browser. They are never "
        "sent. Closing the tab or “Quick exit” removes them.",
        "Las notas, el título y las iniciales que escribe para la hoja quedan en esta pestaña del navegador. Nunca se envían. "
        "Se borran al cerrar la pestaña o con «Salir rápido».",
    ),
    "privacy_links": ("Links to other sites", "Enlaces a otros sitios"),
    "privacy_links_text": (
        "When you open another site we do not tell it which page you came from. What happens there is up to that site.",
        "Cuando abre otro sitio, no le decimos de qué página viene. Lo que pasa allí depende de ese sitio.",
    ),
    # accessibility
    "access_intro": (
        "This site is made to work for everyone, on old phones and with assistive technology.",
        "Este sitio está hecho para todas las personas, en teléfonos viejos y con tecnología de apoyo.",
    ),
    "access_aim": ("What we aim for", "Nuestra meta"),
    "access_aim_text": (
        "The Web Content Accessibility Guidelines 2.2, levels A and AA, on every page.",
        "Las pautas de accesibilidad WCAG 2.2, niveles A y AA, en todas las páginas.",
    ),
    "access_how": ("How it is built", "Cómo está hecho"),
    "access_how1": ("Everything works with a keyboard and without scripts.", "Todo funciona con teclado y sin scripts."),
    "access_how2": (
        "Text grows to 200 % without sideways scrolling. Colors follow your light or dark setting and high contrast.",
        "El texto crece al 200 % sin desplazamiento lateral. Los colores siguen su modo claro u oscuro y el alto contraste.",
    ),
    "access_how3": ("Nothing moves, blinks or times out.", "Nada se mueve, parpadea ni caduca."),
    "access_limits": ("What we know is not perfect", "Lo que sabemos que no es perfecto"),
    "access_limits_text": (
        "Descriptions come from the providers, in their words and languages, and can be hard to read. Facts about "
        "access in listings are often missing: ask before you go.",
        "Las descripciones vienen de los proveedores, en sus palabras e idiomas, y pueden ser difíciles de leer. A "
        "menudo faltan datos de accesibilidad: pregunte antes de ir.",
    ),
    "access_tell": ("Tell us", "Díganos"),
    "access_tell_text": (
        "If something here does not work for you, tell us: {contact}",
        "Si algo aquí no le funciona, díganos: {contact}",
    ),
    # about
    "about_intro": (
        "{name} is a directory of help: support groups, helplines, counseling and practical help.",
        "{name} es un directorio de ayuda: grupos de apoyo, líneas, consejería y ayuda práctica.",
    ),
    "about_who": ("Who runs it", "Quién lo hace"),
    "about_who_none": (
        "The operator of this site has not given a name yet.",
        "Quien opera este sitio aún no ha dado un nombre.",
    ),
    "about_sources": ("Where listings come from", "De dónde vienen las fichas"),
    "about_sources_text": (
        "Each listing names its source and the day its facts were last matched to it. “Checked by a person” means that "
        "somebody called or looked.",
        "Cada ficha nombra su fuente y el día en que se comparó con ella. «Revisado por una persona» significa que "
        "alguien llamó o miró.",
    ),
    "col_source": ("Source", "Fuente"),
    "col_listings": ("Listings", "Fichas"),
    "col_seen": ("Last matched", "Última comparación"),
    "col_licence": ("Licence", "Licencia"),
    "not_known": ("Not known", "No se sabe"),
    "about_total": ("{n} listings in all.", "{n} fichas en total."),
    "about_down": (
        "Search is not working right now, so the counts are missing.",
        "La búsqueda no funciona en este momento, así que faltan los números.",
    ),
    "about_contact": ("Reach us:", "Contacto:"),
    "about_fresh": ("How fresh it is", "Qué tan recientes son los datos"),
    "about_fresh_on": ("The sources were last matched on {day}.", "Las fuentes se compararon por última vez el {day}."),
    "about_fresh_between": (
        "The sources were last matched between {first} and {last}; the table says which when.",
        "Las fuentes se compararon por última vez entre el {first} y el {last}; la tabla dice cuál y cuándo.",
    ),
    "about_fresh_text": (
        "Each listing shows the day of its own facts. Where nobody has checked for over a year it says so: call first.",
        "Cada ficha muestra la fecha de sus datos. Si nadie los ha revisado en más de un año, lo dice: llame antes.",
    ),
    "about_cover": ("What it covers", "Qué abarca"),
    "about_cover_text": (
        "{some} of {all} kinds of help have at least one listing. The rest stay empty until we know one.",
        "{some} de {all} tipos de ayuda tienen al menos una ficha. Los demás quedan vacíos hasta que sepamos de una.",
    ),
    "about_kinds": ("See how much of each kind there is near a place", "Ver cuánto hay de cada tipo cerca de un lugar"),
    "about_correct": ("How to correct something", "Cómo corregir algo"),
    "about_correct_text": (
        "Every listing has “Something wrong?” at its end. If a place is missing, suggest it. A person reads everything "
        "that is sent.",
        "Cada ficha tiene «¿Hay un error?» al final. Si falta un lugar, sugiéralo. Una persona lee todo lo que se envía.",
    ),
    "about_order": ("How order is decided", "Cómo se decide el orden"),
    "about_order_text": (
        "First come listings that say they fit everything you chose, then those that do not say. Among them: how well "
        "the words fit, how near it is, and how recently it was checked. No one can pay to be higher up.",
        "Primero las fichas que dicen cumplir todo lo elegido; luego las que no lo dicen. Entre ellas: cuánto coinciden"
        " las palabras, la cercanía y lo reciente de la revisión. Nadie puede pagar para salir primero.",
    ),
    "about_unknown": ("What we do not know", "Lo que no sabemos"),
    "about_unknown_text": (
        "A fact that a source does not give is shown as unknown, never as no. We promise nothing for a provider: call first.",
        "Un dato que la fuente no da se muestra como desconocido, nunca como no. No prometemos nada en nombre de nadie:"
        " llame antes.",
    ),
    "about_credit": ("Credits", "Créditos"),
    "about_credit_text": (
        "Place names and postal codes: GeoNames (geonames.org), CC BY 4.0, changed: shortened and joined.",
        "Nombres de lugares y códigos postales: GeoNames (geonames.org), CC BY 4.0, con cambios: abreviados y unidos.",
    ),
    "embed_new_tab": (
        "Every result opens in a new tab. What you type stays out of addresses and is not kept.",
        "Cada resultado se abre en otra pestaña. Lo que escribe no queda en ninguna dirección ni se guarda.",
    ),
    "embed_closed": (
        "No other site may show this page in a frame yet. You can use it here.",
        "Ningún otro sitio puede mostrar todavía esta página en un marco. Puede usarla aquí.",
    ),
    "embed_whole": ("Open the whole site", "Abrir el sitio completo"),
    "about_api": ("For programs: the API", "Para programas: la API"),
    "about_software": ("This software is free: Apache License 2.0.", "Este programa es libre: Apache License 2.0."),
}
