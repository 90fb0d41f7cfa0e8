"""What the forms say, and the pages around them. Key → (English, Spanish)."""

from __future__ import annotations

from collections.abc import Mapping

FORMS: Mapping[str, tuple[str, str]] = {
    # both forms
    "optional": ("(optional)", "(opcional)"),
    "error_title": ("Error: {heading}", "Error: {heading}"),
    "error_summary": ("There is a problem", "Hay un problema"),
    "error_long": (
        "Use at most {most} letters. There are {count} now.",
        "Use como máximo {most} letras. Ahora hay {count}.",
    ),
    "ask_know": ("How do you know?", "¿Cómo lo sabe?"),
    "know_none": ("Choose one", "Elija una opción"),
    "know_there": ("I work or help there", "Trabajo o ayudo allí"),
    "know_went": ("I called or went there", "Llamé o fui"),
    "know_seen": ("I saw it on their website or on a sign", "Lo vi en su sitio web o en un letrero"),
    "know_told": ("Someone told me", "Me lo contó alguien"),
    "error_know": ("Choose one of the answers, or leave it", "Elija una de las respuestas o déjelo así"),
    "ask_email": ("Your email", "Su correo electrónico"),
    "ask_email_hint": (
        "Only to ask you about this. It is never shown. We delete it when this is closed, after 90 days at the latest.",
        "Solo para preguntarle sobre esto. Nunca se muestra. Lo borramos al cerrar el aviso, a más tardar a los 90 días.",
    ),
    "error_email": (
        "Enter an email like name@example.com, or leave it empty",
        "Escriba un correo como nombre@example.com o déjelo vacío",
    ),
    "ask_website2": ("Leave this empty", "Deje esto vacío"),
    "error_website2": ("Leave this field empty", "Deje este campo vacío"),
    "suggest_keep": (
        "We keep what you write here and the time. Not your name, your address or your device.",
        "Guardamos lo que escribe aquí y la hora. No su nombre, su dirección ni su dispositivo.",
    ),
    "report_keep": (
        "We keep what you write here, the listing and the time. Not your name, your address or your device.",
        "Guardamos lo que escribe aquí, la ficha y la hora. No su nombre, su dirección ni su dispositivo.",
    ),
    "form_soon": (
        "That was very quick. Please look it over once and send it again.",
        "Fue muy rápido. Revíselo una vez y envíelo de nuevo.",
    ),
    "form_old": (
        "This page was open for a long time, or was opened elsewhere. Nothing you typed is lost. Please send it again.",
        "Esta página estuvo abierta mucho tiempo o se abrió en otro lugar. No se perdió nada de lo que escribió. Envíelo "
        "de nuevo.",
    ),
    "form_wait": (
        "Several were sent from your connection. Please wait {n} minutes, then send it again. Nothing you typed is lost.",
        "Se enviaron varios desde su conexión. Espere {n} minutos y envíelo de nuevo. No se perdió nada de lo que escribió.",
    ),
    "form_wait.one": (
        "Several were sent from your connection. Please wait {n} minute, then send it again. Nothing you typed is lost.",
        "Se enviaron varios desde su conexión. Espere {n} minuto y envíelo de nuevo. No se perdió nada de lo que escribió.",
    ),
    "form_unkept": (
        "We could not keep this just now. Nothing you did went wrong, and what you typed is still here. Please send it again "
        "in a few minutes.",
        "No pudimos guardarlo en este momento. Usted no hizo nada mal, y lo que escribió sigue aquí. Envíelo de nuevo en unos "
        "minutos.",
    ),
    "form_shut": (
        "We cannot take reports or suggestions just now. Please come back in a little while.",
        "No podemos recibir avisos ni sugerencias en este momento. Vuelva dentro de un rato.",
    ),
    "other_way": ("Or reach us here:", "O comuníquese con nosotros aquí:"),
    # report
    "report_title": ("Report a problem", "Avisar de un problema"),
    "report_intro": (
        "A person reads every report. Please do not tell us about your own health or situation.",
        "Una persona lee cada aviso. Por favor, no nos cuente sobre su propia salud o situación.",
    ),
    "report_send": ("Send report", "Enviar aviso"),
    "ask_wrong": ("What is wrong?", "¿Qué está mal?"),
    "wrong_phone": ("The phone does not work", "El teléfono no funciona"),
    "wrong_time": ("The time or place is wrong", "La hora o el lugar están mal"),
    "wrong_closed": ("It has closed", "Ha cerrado"),
    "wrong_unsafe": ("I did not feel safe there", "No me sentí a salvo allí"),
    "wrong_hide": ("This address puts someone in danger", "Esta dirección pone a alguien en peligro"),
    "wrong_other": ("Something else", "Otra cosa"),
    "error_wrong": ("Choose what is wrong", "Elija qué está mal"),
    "ask_text": ("What should we know?", "¿Qué debemos saber?"),
    "ask_text_hint": (
        "For example: “Meets at 7 pm now, not 6:30.”",
        "Por ejemplo: «Ahora se reúne a las 7 p. m., no a las 6:30».",
    ),
    "error_text": ("Tell us what is wrong, in a few words", "Díganos qué está mal, en pocas palabras"),
    "something_wrong": ("Something wrong?", "¿Hay un error?"),
    "back_to_listing": ("Back to the listing", "Volver a la ficha"),
    # suggest
    "suggest_title": ("Suggest a listing", "Sugerir una ficha"),
    "suggest_intro": (
        "Do you know a place, a group or a line that helps people? Tell us about it. Please do not tell us about your own "
        "health or situation.",
        "¿Conoce un lugar, un grupo o una línea que ayuda? Cuéntenos. Por favor, no nos cuente sobre su propia salud o "
        "situación.",
    ),
    "suggest_send": ("Send suggestion", "Enviar sugerencia"),
    "ask_name": ("What is it called?", "¿Cómo se llama?"),
    "error_name": ("Tell us what it is called", "Díganos cómo se llama"),
    "ask_help": ("What do they help with?", "¿En qué ayudan?"),
    "ask_help_hint": (
        "For example: “A group for people who lost someone. Free, every Tuesday evening.”",
        "Por ejemplo: «Un grupo para quienes perdieron a alguien. Gratis, los martes por la noche».",
    ),
    "error_help": ("Tell us what they help with, in a few words", "Díganos en qué ayudan, en pocas palabras"),
    "ask_place": ("Where is it?", "¿Dónde está?"),
    "ask_place_hint": (
        "Town or ZIP code, “online” or “by phone”. Never the address of a shelter or of somebody’s home.",
        "Ciudad o código postal, «en línea» o «por teléfono». Nunca la dirección de un refugio o de la casa de alguien.",
    ),
    "ask_reach": ("How can people reach them?", "¿Cómo se les puede contactar?"),
    "ask_reach_hint": (
        "Their phone number, website or email. Not yours.",
        "Su número de teléfono, sitio web o correo. No los de usted.",
    ),
    "error_reach": ("Tell us how people can reach them", "Díganos cómo se les puede contactar"),
    "missed": ("Know a place we missed?", "¿Conoce un lugar que nos falta?"),
    "missed_text": (
        "Tell us about it. A person looks at every suggestion. Your search is not sent with it.",
        "Cuéntenos. Una persona mira cada sugerencia. Su búsqueda no se envía con ella.",
    ),
    # thank you
    "sent_title": ("Thank you", "Gracias"),
    "sent_text": (
        "We have it. A person reads it and checks it before anything here changes.",
        "Lo recibimos. Una persona lo lee y lo comprueba antes de que algo cambie aquí.",
    ),
    "sent_first": (
        "You told us that somebody may not be safe. This is read before all others.",
        "Nos dijo que alguien podría no estar a salvo. Esto se lee antes que todo lo demás.",
    ),
    "sent_number": ("Your reference number:", "Su número de referencia:"),
    "sent_number_hint": (
        "You only need it if you want to ask us about this later.",
        "Solo lo necesita si quiere preguntarnos por esto más adelante.",
    ),
    "sent_answer": (
        "If we have a question, we write to the email you gave.",
        "Si tenemos una pregunta, escribimos al correo que nos dio.",
    ),
    "sent_not_now": (
        "Nobody reads this at once. These people answer now:",
        "Nadie lo lee enseguida. Estas personas responden ahora:",
    ),
    "suggest_another": ("Suggest another one", "Sugerir otra"),
    # privacy of the forms
    "privacy_forms": ("Reports and suggestions", "Avisos y sugerencias"),
    "privacy_forms1": (
        "If you send one, we keep what you wrote, which listing it is about, the language and the time. Nothing about your "
        "device or connection. A closed one is deleted after a year.",
        "Si envía uno, guardamos lo que escribió, de qué ficha trata, el idioma y la hora. Nada sobre su dispositivo ni su "
        "conexión. Uno cerrado se borra al cabo de un año.",
    ),
    "privacy_forms2": (
        "An email is optional. It is kept apart, never shown or passed on, and deleted when the report is closed, after 90 "
        "days at the latest.",
        "El correo es opcional. Se guarda aparte, nunca se muestra ni se comparte, y se borra al cerrar el aviso, a más tardar "
        "a los 90 días.",
    ),
    "privacy_forms3": (
        "How often one connection sends is counted for some minutes in memory, in a form that cannot be read back.",
        "Se cuenta cuántas veces envía una conexión, durante unos minutos y solo en memoria, de un modo que no se puede leer.",
    ),
}
