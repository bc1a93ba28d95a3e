"""What the benchmarks of speech say: four sentences for each of Kokoro's languages, with many an s."""

TEXTS: dict[str, tuple[str, ...]] = {
    "en-us": (
        "The lesson and the message are in the recent gossip.",
        "A decent promise is a fossil in a crisis, it passes and it closes.",
        "The council will publish the new bus timetable on Monday; copies are kept in every library.",
        "Water and power will be off between noon and five, but the town hall stays open.",
    ),
    "en-gb": (
        "Faces, houses and vessels in the basin of the offices.",
        "The classes and the courses promised us a lesson in basic faces.",
        "The harbour office will stay open until midnight on Friday because of the storm.",
        "Passengers with small children may go on board first.",
    ),
    "es": (
        "El autobús del hospital sale cada media hora desde la puerta principal.",
        "Mi hermana quiere aprender a cocinar pescado con verduras.",
        "Esa mesa rosa es de la casa de música, y la camisa es de seda.",
        "La reunión de vecinos será el jueves a las siete de la tarde.",
    ),
    "fr": (
        "La bibliothèque du quartier ouvrira plus tôt pendant les vacances.",
        "Le bus de l'hôpital part toutes les demi-heures devant la gare.",
        "Nous passons assez souvent par ici, ce sont des maisons sans histoire.",
        "La réunion des voisins aura lieu jeudi à sept heures du soir.",
    ),
    "hi": (
        "कल सुबह पुस्तकालय दस बजे खुलेगा।",
        "मेरी बहन हर शाम नदी के किनारे टहलती है।",
        "बस स्टेशन से हवाई अड्डे तक जाती है।",
        "सोमवार को पानी की सप्लाई दोपहर तक बंद रहेगी।",
    ),
    "it": (
        "Domani il museo apre alle dieci e l'ingresso è gratuito per i ragazzi.",
        "Mia sorella sogna una casa piccola vicino al mare.",
        "Il treno per la costa parte dal binario nove.",
        "Dopo la pioggia, gli uccelli tornano a cantare sugli alberi del viale.",
    ),
    "ja": (
        "図書館は明日の朝十時に開きます。",
        "姉は毎晩川のそばを散歩しています。",
        "バスは駅から空港まで三十分で行きます。",
        "月曜日は昼まで水道が止まりますが、市役所は開いています。",
    ),
    "pt-br": (
        "A biblioteca do bairro vai abrir mais cedo durante as férias.",
        "O barco voltou ao porto antes da tempestade.",
        "Ela comprou um vestido verde e um chapéu para o casamento.",
        "Essa massa passa pela mesa da casa, e o pessoal gosta.",
    ),
    "zh": (
        "图书馆明天早上十点开门。",
        "我妹妹每天晚上在河边散步。",
        "公共汽车从火车站开到机场要三十分钟。",
        "星期一中午以前停水，但是市政府照常开门。",
    ),
}
