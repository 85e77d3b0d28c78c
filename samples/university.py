# university.py: the fictional Universiteit Sint-Maarten that samples/convert builds around the term.
# SPDX-License-Identifier: AGPL-3.0-or-later

# code, name, Dutch name, subjects
FACULTIES = [
    ("FTI", "Faculty of Engineering and Informatics", "Faculteit Techniek en Informatica",
     "CSE ECE MAE SE BENG CENG MATS NANO DSC DSE ENG WES COGS CSS DSGN SYN"),
    ("FNW", "Faculty of Science", "Faculteit der Natuurwetenschappen",
     "MATH PHYS PHYA CHEM BGGN BGJC BGRD BGSE BIBC BICD BIEB BILD BIMM BIPN BISP BNFO ANBI "
     "SIO SIOB SIOC SIOG SOMC ENVR ESYS REV SEV MBC"),
    ("FDL", "Faculty of Humanities", "Faculteit der Letteren",
     "HIAF HIEA HIEU HIGL HIGR HILA HILD HINE HISC HITO HIUS HUM PHIL RELI CLAS JWSP JAPN CHIN LIAB "
     "LIDS LIFR LIGM LIGN LIHL LIIT LIPO LISL LISP LTAM LTCO LTCS LTEA LTEN LTEU LTFR LTGK LTGM LTKO "
     "LTLA LTRU LTSP LTTH LTWL LTWR MUS VIS FILM TDAC TDDE TDDM TDDR TDGE TDGR TDHD TDHT TDMV TDPF "
     "TDPR TDPW TDTR AWP MCWP WCWP"),
    ("FSW", "Faculty of Social Sciences", "Faculteit der Sociale Wetenschappen",
     "ANAR ANSC ANTH AAS COMM COGR PSY PSYC POLI SOCE SOCG SOCI SOCO ETHN EDS USP INTL LATI GLBH CGS "
     "HDS TMC ERC"),
    ("FEB", "Faculty of Economics and Business", "Faculteit Economie en Bedrijfskunde",
     "ECON MGT MGTA MGTF MGTP GPCO GPEC GPGN GPIM GPLA GPPA GPPS ETIM AESE"),
    ("FGW", "Faculty of Medicine", "Faculteit der Geneeskunde",
     "ANES AUD BIOM CLIN CLRE CMM DDPM DERM EMED FMPH FPM LHCO MED MSED NEU NEUG OBG OPTH ORTH PATH "
     "PEDS PHAR RAD RMAS RMED SOMI SPPH SPPS SURG UROL"),
    ("UCM", "University College", "Universiteitscollege", "*"),
]

# code, faculty, name, Dutch name, degree, own subjects, supporting rule
PROGRAMMES = [
    ("B-INF", "FTI", "Computer Science", "Informatica", "bachelor", "CSE", "MATH level 100; PHYS level 100"),
    ("B-EE", "FTI", "Electrical Engineering", "Elektrotechniek", "bachelor", "ECE", "MATH level 100; PHYS level 100"),
    ("B-WTB", "FTI", "Mechanical Engineering", "Werktuigbouwkunde", "bachelor", "MAE SE", "MATH level 100; PHYS level 100"),
    ("B-BMT", "FTI", "Biomedical Engineering", "Biomedische technologie", "bachelor", "BENG", "BILD; CHEM level 100; MATH level 100"),
    ("B-DS", "FTI", "Data Science", "Data science", "bachelor", "DSC COGS", "MATH level 100; CSE level 100"),
    ("B-WIS", "FNW", "Mathematics", "Wiskunde", "bachelor", "MATH", "PHYS level 100; CSE level 100"),
    ("B-NAT", "FNW", "Physics and Astronomy", "Natuur- en sterrenkunde", "bachelor", "PHYS PHYA", "MATH level 100; CHEM level 100"),
    ("B-SCH", "FNW", "Chemistry", "Scheikunde", "bachelor", "CHEM", "MATH level 100; PHYS level 100"),
    ("B-BIO", "FNW", "Biology", "Biologie", "bachelor", "BILD BIBC BICD BIEB BIMM BIPN", "CHEM level 100; MATH level 100"),
    ("B-AW", "FNW", "Earth and Ocean Sciences", "Aard- en oceaanwetenschappen", "bachelor", "SIO ESYS ENVR", "CHEM level 100; PHYS level 100"),
    ("B-GES", "FDL", "History", "Geschiedenis", "bachelor", "HILD HIEU HIEA HIUS HITO HISC HILA HINE HIAF HIGL", "HUM; POLI level 100; PHIL level 100"),
    ("B-FIL", "FDL", "Philosophy", "Filosofie", "bachelor", "PHIL RELI", "HUM; HILD"),
    ("B-TW", "FDL", "Linguistics", "Taalwetenschap", "bachelor", "LIGN", "LISP; LIFR; LIGM; LISL; PSYC level 100"),
    ("B-LIT", "FDL", "Literary Studies", "Literatuurwetenschap", "bachelor", "LTEN LTWL LTCS LTWR LTSP LTFR LTKO", "HUM; PHIL level 100"),
    ("B-MUZ", "FDL", "Musicology", "Muziekwetenschap", "bachelor", "MUS", "VIS level 100; HUM"),
    ("B-KUN", "FDL", "Visual Arts and Media", "Beeldende kunst en media", "bachelor", "VIS FILM TDDE TDHT TDGE", "COMM level 100; HUM"),
    ("B-PSY", "FSW", "Psychology", "Psychologie", "bachelor", "PSYC", "COGS level 100; BILD; MATH level 100"),
    ("B-POL", "FSW", "Political Science", "Politicologie", "bachelor", "POLI INTL", "ECON level 100; HILD"),
    ("B-SOC", "FSW", "Sociology", "Sociologie", "bachelor", "SOCI ETHN", "POLI level 100; ANTH"),
    ("B-COM", "FSW", "Communication Science", "Communicatiewetenschap", "bachelor", "COMM", "PSYC level 100; VIS level 100"),
    ("B-CA", "FSW", "Cultural Anthropology", "Culturele antropologie", "bachelor", "ANTH ANSC ANAR", "SOCI; LATI; GLBH"),
    ("B-PED", "FSW", "Education Studies", "Onderwijswetenschappen", "bachelor", "EDS HDS", "PSYC level 100; USP"),
    ("B-ECO", "FEB", "Economics", "Economie", "bachelor", "ECON", "MATH level 100; MGT level 100"),
    ("B-BK", "FEB", "Business Administration", "Bedrijfskunde", "bachelor", "MGT", "ECON level 100; MATH level 100"),
    ("B-FAR", "FGW", "Pharmacy", "Farmacie", "bachelor", "SPPS PHAR", "CHEM level 100; BILD"),
    ("M-INF", "FTI", "Computer Science", "Informatica", "master", "CSE", "MATH level 500; ECE level 500"),
    ("M-EE", "FTI", "Electrical Engineering", "Elektrotechniek", "master", "ECE", "MATH level 500; MATS"),
    ("M-WIS", "FNW", "Mathematics", "Wiskunde", "master", "MATH", "PHYS level 500; CSE level 500"),
    ("M-BIO", "FNW", "Biology", "Biologie", "master", "BGGN BNFO BISP", "CHEM level 500; BIOM"),
    ("M-GES", "FDL", "History", "Geschiedenis", "master", "HIGR", "PHIL level 500; ETHN level 500"),
    ("M-BK", "FEB", "Business Analytics", "Bedrijfsanalyse", "master", "MGTA MGTF MGT MGTP", "ECON level 500"),
    ("M-GZ", "FGW", "Public Health", "Gezondheidswetenschappen", "master", "FMPH FPM LHCO", "GLBH; BIOM"),
]

SUBJECTS = {
    "MATH": "mathematics", "PHYS": "physics", "CHEM": "chemistry", "CSE": "computer science",
    "ECE": "electrical engineering", "ECON": "economics", "PSYC": "psychology", "POLI": "politics",
    "COGS": "cognitive science", "PHIL": "philosophy", "MUS": "music", "VIS": "visual arts",
    "COMM": "communication", "MGT": "management", "MAE": "mechanical engineering",
    "BENG": "biomedical engineering", "SIO": "ocean science", "HIGR": "history", "MED": "medicine",
    "SPPS": "pharmacy", "FMPH": "public health", "EDS": "education", "SOCI": "sociology",
    "ANTH": "anthropology", "LIGN": "linguistics", "DSC": "data science", "BIOM": "biomedicine",
}

# Names for the buildings of the term, in the order of how many rooms they have; streets go round.
BUILDINGS = """Academiegebouw|Oudemanhuis|Collegezalen Zuid|De Zaaier|Huis De Waag|Van Swinden|Christiaan Huygens
Het Steigerhof|Maria Sibylla Merian|Sterrenwacht|De Kraamkamer|Hugo de Groot|Van Leeuwenhoek|Sint-Jorisdoelen
De Vier Gekroonden|Nicolaas Witsen|Het Wapenhuis|Boerhaavehof|De Oude Munt|Tinbergen|Belle van Zuylen|Aletta Jacobs
Het Kruithuis|Jan Swammerdam|De Looierij|Zeemanlab|Anna Maria van Schurman|De Brouwketel|Simon Stevin
Het Proveniershof|Tobias Asser|De Lindenhof|Kamerlingh|Het Gulden Vlies|Cornelis Drebbel|De Blauwe Hand|Zernike
Vredenhof|Frits Went|De Touwbaan|Minnaert|Het Pesthuis|Dodonaeus|De Hofstede|Balthasar Bekker|Willem Blaeu
De Waterpoort|Hendrik Lorentz|Eise Eisinga|Het Zakendragershuis|De Schuttershof|Betje Wolff|Aagje Deken
Van Musschenbroek|De Molenwerf|Jacoba van Heemskerck|Clusius|De Ossenpoort|Kapteyn|Het Veerhuis|Reinwardt
De Turfschuur|Caspar Barlaeus|Vossius|Het Klokgebouw|De Korenbeurs|Beeckman|Burgersdijk|De Ververij|Ruysch
Snellius|Het Bolwerk|De Passer|Coornhert|Het Tolhuis""".replace("\n", "|").split("|")
STREETS = ["Kloksteeg", "Nieuwe Gracht", "Zeedijk", "Papenstraat", "Lange Wal", "Sint-Maartensplein",
           "Hooglandse Weg", "Wetenschapslaan", "Korte Vest", "Campusring"]

FIRST = """Daan Emma Sem Julia Lucas Mila Levi Tess Finn Sophie Noah Zoë Luuk Sara Bram Nora Milan Eva Jesse Lotte
Thijs Fleur Ruben Anna Lars Isa Tim Roos Max Lieke Stijn Femke Jasper Sanne Koen Marit Niels Iris Sven Anouk Joris
Maud Wouter Esmée Pim Floor Hidde Jasmijn Tijn Linde Mohamed Yara Amir Fatima Youssef Samira Bilal Aylin Emre Nadia
Ravi Priya Wei Mei Kofi Ama Diego Lucia Piotr Zofia Mees Saar Gijs Puck Sjoerd Nynke Jelle Hanne""".split()
LAST = """de Jong|Jansen|de Vries|van den Berg|Bakker|van Dijk|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos
Peters|Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|Kok|Jacobs|de Haan|Vermeulen
van der Heijden|Schouten|van Beek|Willems|van Vliet|Hoekstra|Maas|Verhoeven|Koster|van Dam|Prins|Blom|Huisman
Kuipers|van der Linden|Postma|Kuiper|Veenstra|Kramer|van Wijk|Bosman|El Amrani|Yılmaz|Öztürk|Benali|Haddou|Tahiri
Singh|Chen|Nguyen|Kowalski|Mensah|Pinas|Rozenblad|Martina|Silva|Hofstra|Terpstra|Wiersma|van Es|ter Horst
van 't Hof|op den Kamp|Molenaar|Scholten|Rijnders|Timmermans|Hermans|Cuperus""".replace("\n", "|").split("|")

# What must be done before a course: made up for this university, in the language of docs/import.md.
PREREQUISITES = {
    "CSE 8B": "CSE 8A",
    "CSE 12": "CSE 8A | CSE 8B | CSE 11",
    "CSE 15L": "CSE 8A | CSE 8B | with CSE 11",
    "CSE 21": "CSE 20 | MATH 109",
    "CSE 30": "CSE 12 & with CSE 15L",
    "CSE 95": "CSE 12 >= 8.0",
    "CSE 99H": "credits >= 60 EC & CSE 12 >= 8.0",
    "CSE 100": "CSE 12 & CSE 15L & (CSE 21 | MATH 154 | MATH 184)",
    "CSE 100R": "CSE 12 & (CSE 21 | MATH 154 | MATH 184) & !CSE 100",
    "CSE 101": "CSE 12 & (CSE 21 | MATH 154 | MATH 184)",
    "CSE 105": "CSE 12 & (CSE 21 | MATH 154 | MATH 184)",
    "CSE 107": "CSE 21 & CSE 105",
    "CSE 109": "CSE 100 | CSE 101",
    "CSE 110": "CSE 100",
    "CSE 120": "CSE 30 & CSE 101 & with CSE 140L",
    "CSE 123": "CSE 101 & CSE 110",
    "CSE 125": "3 of (CSE 101, CSE 110, CSE 120, CSE 123, CSE 131)",
    "CSE 127": "CSE 21 & CSE 120",
    "CSE 130": "CSE 12 & (CSE 20 | MATH 109)",
    "CSE 131": "CSE 100 & CSE 105 & CSE 130",
    "CSE 132B": "CSE 100",
    "CSE 132C": "CSE 132B",
    "CSE 135": "CSE 100 | CSE 132B",
    "CSE 140": "CSE 20 & CSE 30 & with CSE 140L",
    "CSE 140L": "CSE 20 & CSE 30 & with CSE 140",
    "CSE 141": "CSE 30 & CSE 140 & CSE 140L & with CSE 141L",
    "CSE 141L": "CSE 30 & CSE 140 & CSE 140L & with CSE 141",
    "CSE 143": "CSE 140 | ECE 25",
    "CSE 145": "credits >= 90 EC & CSE 30",
    "CSE 148": "CSE 141 >= 7.0 & CSE 141L >= 7.0",
    "CSE 150B": "CSE 12 & CSE 15L & CSE 100",
    "CSE 151A": "(CSE 12 | DSC 40B) & (MATH 18 | MATH 31CH) & (MATH 180A | MATH 183 | ECE 109)",
    "CSE 151B": "MATH 20C & (CSE 151A | COGS 118A) & credits CSE >= 30 EC",
    "CSE 152B": "MATH 18 & (CSE 12 | COGS 18) & CSE 151A",
    "CSE 165": "CSE 100 & CSE 30",
    "CSE 168": "CSE 100 & (MATH 18 | MATH 31CH)",
    "CSE 176E": "CSE 100 & credits >= 60 EC",
    "CSE 182": "CSE 100",
    "CSE 185": "CSE 182 | (BIMM 100 & CSE 11)",
    "CSE 199H": "credits >= 90 EC & CSE 101 >= 8.0",
    "MATH 4C": "MATH 3C",
    "MATH 10A": "MATH 3C | MATH 4C",
    "MATH 10B": "MATH 10A >= 5.5 | MATH 20A",
    "MATH 10C": "MATH 10B | MATH 20B",
    "MATH 11": "MATH 10B | MATH 20B",
    "MATH 18": "MATH 10A | MATH 20A",
    "MATH 20A": "MATH 4C | MATH 10A >= 7.0",
    "MATH 20B": "MATH 20A | (MATH 10B >= 7.0 & MATH 10C)",
    "MATH 20C": "MATH 20B",
    "MATH 20D": "MATH 20C & (MATH 18 | with MATH 31CH)",
    "MATH 20E": "MATH 18 & MATH 20C",
    "MATH 31CH": "MATH 20C >= 7.5",
    "MATH 100C": "MATH 109 & credits MATH >= 40 EC",
    "MATH 102": "MATH 18 | MATH 31CH",
    "MATH 103B": "MATH 109 | MATH 31CH",
    "MATH 109": "MATH 18 & MATH 20C",
    "MATH 120B": "MATH 20E | MATH 31CH",
    "MATH 140B": "MATH 109 & credits MATH >= 35 EC",
    "MATH 140C": "MATH 140B",
    "MATH 154": "CSE 20 | MATH 109 | MATH 31CH",
    "MATH 170A": "MATH 18 & MATH 20C",
    "MATH 170B": "MATH 170A",
    "MATH 170C": "MATH 20D & MATH 170B",
    "MATH 180A": "MATH 20C | MATH 31CH",
    "MATH 180B": "MATH 20D & MATH 180A",
    "MATH 180C": "MATH 180B",
    "MATH 181A": "MATH 180A & (MATH 18 | MATH 31CH)",
    "MATH 181B": "MATH 181A",
    "MATH 183": "MATH 20C & !MATH 181A & !ECON 120A",
    "MATH 184": "MATH 31CH | MATH 109",
    "PHYS 2A": "with MATH 20B",
    "PHYS 2B": "PHYS 2A & with MATH 20C",
    "PHYS 2BL": "PHYS 2A",
    "PHYS 2C": "PHYS 2A & with MATH 20D",
    "PHYS 2CL": "PHYS 2A & PHYS 2B",
    "PHYS 2D": "PHYS 2A & PHYS 2B & with MATH 20D",
    "PHYS 100C": "PHYS 2C & MATH 20E",
    "PHYS 130A": "PHYS 2D & MATH 20D",
    "CHEM 6B": "CHEM 6A & with MATH 10B | CHEM 6A & with MATH 20A",
    "CHEM 6C": "CHEM 6B",
    "CHEM 7L": "CHEM 6B",
    "CHEM 40A": "CHEM 6C | CHEM 6CH",
    "CHEM 40B": "CHEM 40A",
    "CHEM 40C": "CHEM 40B",
    "ECON 100A": "ECON 1 & (MATH 10C | MATH 20C)",
    "ECON 100B": "ECON 100A",
    "ECON 100C": "ECON 100B",
    "ECON 110A": "ECON 1 & ECON 3 & (MATH 10C | MATH 20C)",
    "ECON 110B": "ECON 110A",
    "ECON 120A": "ECON 1 & (MATH 10C | MATH 20C)",
    "ECON 120B": "ECON 120A | MATH 183",
    "ECON 120C": "ECON 120B",
    "DSC 20": "DSC 10 | CSE 8A | CSE 11",
    "DSC 30": "DSC 20",
    "DSC 40A": "DSC 10 & MATH 18 & MATH 20C",
    "DSC 80": "DSC 30 & DSC 40A",
}

# Results of the demo students of the years before: login, course, day, grade, passed.
RESULTS = [
    ("s1234567", "CSE 6R", "2026-01-22", "8.0", "yes"),
    ("s1234567", "MATH 3C", "2026-01-20", "7.5", "yes"),
    ("s1234567", "MATH 10A", "2026-06-12", "4.5", "no"),
    ("s1234567", "MATH 10A", "2026-07-03", "6.0", "yes"),
    ("s1234567", "COGS 1", "2026-06-16", "", "yes"),
    ("s2345678", "CSE 8A", "2025-06-13", "7.0", "yes"),
    ("s2345678", "HUM 2", "2025-01-17", "8.0", "yes"),
    ("s2345678", "PHIL 10", "2026-01-21", "5.0", "no"),
]
