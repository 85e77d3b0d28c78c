/* common.c: the words that passwords are made of most, Dutch and English, in the order of
   bytes. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const char words[][IDENTITY_COMMON_MAX + 1] = {
    "abc", "abcd", "abcde", "abcdef", "admin", "administrator", "adobe", "adrian", "afrika",
    "ajax", "alex", "alexander", "alexandra", "alfa", "alkmaar", "alles", "almere", "alpha",
    "alphabet", "amanda", "amber", "america", "amsterdam", "andrea", "andrew", "android",
    "angel", "angela", "angels", "anna", "anne", "anneke", "anthony", "antwerpen", "api",
    "apple", "april", "arnhem", "arsenal", "asdf", "asdfg", "asdfgh", "asdfghjkl", "ashley",
    "august", "augustus", "austin", "australia", "auto", "autumn", "avans", "azerty", "baby",
    "babygirl", "bachelor", "badger", "bal", "banaan", "banana", "bandit", "barcelona", "bart",
    "baseball", "basketball", "batman", "beatles", "beautiful", "beer", "belgie", "bella",
    "berlin", "beste", "beveiligd", "bibliotheek", "bier", "big", "bijbel", "biology", "blauw",
    "blessed", "blink", "bloem", "bloemen", "blue", "boeken", "bonnie", "boom", "boomer",
    "boss", "boston", "brabant", "brandon", "breda", "brian", "broer", "broertje", "brood",
    "buddy", "bus", "butter", "butterfly", "cake", "camaro", "campus", "canada", "captain",
    "cat", "charles", "charlie", "cheese", "chelsea", "chester", "chicken", "chocola",
    "chocolade", "chocolate", "chris", "christian", "christmas", "club", "coca", "cocacola",
    "code", "coffee", "college", "colours", "computer", "contrasena", "control", "cookie",
    "cool", "corona", "corvette", "country", "cowboy", "crystal", "cursus", "daisy", "dakota",
    "dallas", "daniel", "danielle", "database", "david", "days", "december", "default", "delft",
    "dell", "demo", "den", "denhaag", "dennis", "desk", "diamond", "digital", "dikkie", "dit",
    "dog", "dolphin", "donald", "dragon", "dream", "dreams", "drie", "drowssap", "duitsland",
    "duivel", "eagle", "eagles", "een", "eend", "eindhoven", "elephant", "elizabeth", "emma",
    "emmen", "engels", "enschede", "enter", "erasmus", "eric", "erik", "europa", "europe",
    "exam", "examen", "extra", "faith", "falcon", "familie", "family", "februari", "february",
    "feyenoord", "fiat", "fiets", "fietsen", "first", "fish", "flower", "flowers", "fluffy",
    "football", "ford", "forever", "fortnite", "foto", "france", "frankrijk", "freedom",
    "friday", "friend", "friends", "frog", "fuck", "fucking", "game", "gaming", "garfield",
    "geel", "geen", "geheim", "geheime", "george", "ginger", "girls", "god", "google", "goud",
    "gouda", "gratis", "green", "groen", "groningen", "guest", "guitar", "haarlem", "hallo",
    "halloween", "hammer", "hanna", "hannah", "happy", "harley", "harry", "hart", "haven",
    "heaven", "heer", "heerlen", "heineken", "hello", "help", "hemel", "henk", "herfst", "het",
    "hockey", "hoi", "holland", "home", "honda", "honey", "horses", "hotdog", "hotmail",
    "house", "huis", "hunter", "icecream", "ik", "ikhou", "ikhouvan", "ilove", "iloveyou",
    "independent", "inloggen", "instagram", "internet", "iphone", "iris", "italy", "jaar",
    "jack", "jackson", "jaguar", "jake", "james", "jan", "januari", "january", "jasmine",
    "jasper", "jennifer", "jesse", "jessica", "jesus", "jet", "jij", "job", "johan", "john",
    "johnson", "jong", "jordan", "joris", "jouw", "juli", "july", "june", "juni", "junior",
    "justin", "kaas", "kampen", "kat", "katja", "keep", "keeper", "kerst", "kerstmis", "kevin",
    "key", "kikker", "killer", "king", "kip", "kitty", "klaas", "klant", "koffie", "konijn",
    "koning", "koningsdag", "kroket", "kwaliteit", "laptop", "laura", "laurens", "leeuw",
    "leeuwarden", "leiden", "lente", "les", "let", "letme", "letmein", "leven", "lief",
    "liefde", "lisa", "liverpool", "login", "logon", "lol", "london", "lotte", "love", "lovely",
    "lover", "lucky", "luna", "maandag", "maart", "maarten", "maastricht", "madison", "maggie",
    "mail", "major", "mama", "man", "manager", "manchester", "march", "maria", "mark", "market",
    "marlboro", "marley", "martijn", "martin", "master", "matrix", "matthew", "max", "maxwell",
    "may", "mei", "melissa", "member", "mercedes", "mexico", "michael", "michel", "michelle",
    "mickey", "microsoft", "midnight", "mijn", "mike", "miller", "minecraft", "minnie",
    "mission", "mobile", "moeder", "mohamed", "mohammed", "mom", "monday", "money", "monkey",
    "monster", "morgan", "morning", "mother", "muis", "music", "mustang", "muziek", "my",
    "naam", "naruto", "nascar", "natasha", "nathan", "nederland", "nelson", "network", "new",
    "newpass", "newpassword", "nicholas", "nicole", "niet", "nieuw", "nijmegen", "nike",
    "nintendo", "nissan", "no", "noah", "noel", "november", "october", "office", "okay", "oke",
    "oktober", "oliver", "olivia", "oma", "onbekend", "one", "online", "ons", "opa", "open",
    "orange", "oranje", "oscar", "oude", "paard", "paarden", "pan", "panda", "panther", "papa",
    "paris", "parola", "pass", "passe", "passphrase", "passport", "password", "passwort",
    "patrick", "peace", "peanut", "pepper", "peter", "philips", "phoenix", "piet", "pikachu",
    "pindakaas", "pink", "pizza", "player", "please", "poes", "pokemon", "police", "pony",
    "porsche", "post", "power", "prince", "princess", "prins", "prinses", "private", "pro",
    "professor", "psv", "public", "purple", "pussy", "qaz", "qazwsx", "queen", "qwe", "qwer",
    "qwert", "qwerty", "qwertyuiop", "qwertz", "rabbit", "rachel", "raiders", "rainbow",
    "ranger", "rapenburg", "rebecca", "red", "reset", "robert", "robin", "rock", "rocky",
    "roger", "rood", "roos", "root", "rose", "rosie", "rotterdam", "runner", "safe", "sam",
    "samantha", "samsung", "sandra", "sara", "saturday", "schaap", "scholar", "school",
    "scooter", "scorpion", "secret", "secure", "security", "september", "server", "service",
    "sexy", "shadow", "shalom", "shelby", "shop", "silver", "simple", "sint", "sinterklaas",
    "sintmaarten", "slim", "slipknot", "smile", "smokey", "snoepje", "snoopy", "snow", "soccer",
    "sommer", "sophie", "spider", "spiderman", "spotify", "spring", "staff", "star", "start",
    "starwars", "stefan", "steven", "stoel", "strand", "student", "studeren", "studie", "study",
    "summer", "sun", "sunday", "sunflower", "sunny", "sunshine", "super", "superman", "support",
    "sweet", "sweetie", "swordfish", "system", "taylor", "teacher", "team", "temp", "temporary",
    "tennis", "test", "tester", "testing", "texas", "the", "thee", "this", "thomas", "thuis",
    "thunder", "tiger", "tijdelijk", "tijger", "tilburg", "tim", "toegang", "tommy", "toyota",
    "travel", "trinity", "trustno", "tulp", "tulpen", "turtle", "twee", "tweety", "twente",
    "twitter", "uni", "universe", "universiteit", "university", "user", "username", "utrecht",
    "vader", "vakantie", "van", "vandaag", "veilig", "victoria", "vier", "vijf", "viking",
    "vincent", "visser", "vlinder", "voetbal", "vogel", "volleyball", "voor", "vriend",
    "vrienden", "vriendin", "vrijdag", "vrije", "wachtwoord", "wageningen", "water",
    "watermelon", "website", "wednesday", "weekend", "welcome", "welkom", "whatever", "white",
    "wijn", "willem", "william", "willow", "windows", "winner", "winter", "wit", "wizard",
    "woensdag", "wolf", "wolves", "wond", "wonder", "wonderful", "word", "work", "world",
    "yamaha", "yankees", "year", "yellow", "yes", "you", "your", "zaterdag", "zeeland", "zes",
    "zeven", "zomer", "zon", "zondag", "zonnebloem", "zonnetje", "zus", "zusje", "zwart",
    "zwarte", "zwolle", "zxc", "zxcv", "zxcvbn", "zxcvbnm",
};
/* clang-format on */

static int compare(const void *key, const void *word)
{
    return strcmp(key, word);
}

bool identity_common_word(const char *s, size_t n)
{
    char key[IDENTITY_COMMON_MAX + 1] = {0};

    if (n > IDENTITY_COMMON_MAX)
        return false;
    memcpy(key, s, n);
    return bsearch(key, words, sizeof words / sizeof words[0], sizeof words[0], compare) !=
           NULL;
}
