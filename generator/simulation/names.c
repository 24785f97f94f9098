#include "names.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

const char *const name_status_codes[STATUS_COUNT] = {"association", "entreprise", "public", "autre"};

const char *const job_family_codes[FAMILY_COUNT] = {"web",      "reseaux", "donnees",    "mediation",
                                                    "securite", "design",  "fabrication"};

const int64_t job_family_weights[FAMILY_COUNT] = {128, 62, 48, 54, 31, 56, 31};

/* --- structures: what it is, and whose --- */

/* Each kind of body is in one list only, so that names of different statuses differ. */
static const struct {
    const char *const *words;
    size_t count;
} bodies[STATUS_COUNT] = {
    [STATUS_ASSOCIATION] = {(const char *const[]){"Atelier", "Collectif", "Association", "Tiers-lieu", "Relais",
                                                  "Foyer", "Chantier", "Passerelle", "Maison commune", "Cercle"},
                            10},
    [STATUS_COMPANY] = {(const char *const[]){"Studio", "École", "Agence", "Forge", "Compagnie", "Manufacture",
                                              "Laboratoire", "Comptoir", "Fabrique", "Académie"},
                        10},
    [STATUS_PUBLIC] = {(const char *const[]){"Institut", "Centre public", "Campus", "Pôle de formation",
                                             "Espace public numérique"},
                       5},
    [STATUS_OTHER] = {(const char *const[]){"Coopérative", "Groupement", "Alliance", "Mutuelle numérique"}, 4},
};

static const char *const owners[] = {
    "du Pont Neuf",
    "Garance",
    "Lauragais",
    "des Trois Ormes",
    "du Vieux Lavoir",
    "Belle Étoile",
    "de l’Écluse",
    "des Tisserands",
    "Sarment",
    "du Grand Chêne",
    "Martinet",
    "de la Halle",
    "des Deux Rives",
    "Campanule",
    "du Haut Moulin",
    "Pervenche",
    "des Bateliers",
    "de la Tuilerie",
    "Aubépine",
    "du Cèdre Bleu",
    "des Sept Fontaines",
    "Alouette",
    "de l’Ancien Tri",
    "Chrysalide",
    "du Quai Vert",
    "Mirabelle",
    "des Remparts",
    "de la Verrerie",
    "Libellule",
    "du Clos Fleuri",
    "Genêt",
    "des Horlogers",
    "de la Filature",
    "Hirondelle",
    "du Petit Phare",
    "Bruyère",
    "des Passeurs",
    "de la Corderie",
    "Luciole",
    "du Faubourg",
    "Amandier",
    "des Imprimeurs",
    "de la Rotonde",
    "Myosotis",
    "du Beffroi",
    "Tournesol",
    "des Salines",
    "de la Minoterie",
    "Coquelicot",
    "du Gué",
    "Mésange",
    "des Ardoisières",
    "de la Criée",
    "Saule",
    "du Belvédère",
    "Écureuil",
    "des Lisières",
    "de la Magnanerie",
    "Violette",
    "du Ruisseau",
};

/* Steps of a number without common divisor with the lists' sizes run through all pairs before one comes back. */
void name_structure(struct buf *out, enum name_status status, uint64_t rank)
{
    uint64_t pairs = bodies[status].count * COUNT(owners);
    uint64_t pair = rank % pairs * 37 % pairs;
    buf_text(out, bodies[status].words[pair % bodies[status].count]);
    buf_byte(out, ' ');
    buf_text(out, owners[pair / bodies[status].count]);
    if (rank >= pairs) {
        buf_byte(out, ' ');
        buf_int(out, (int64_t)(rank / pairs + 1));
    }
}

/* --- trainings --- */

#define TITLES 6

static const struct str titles[FAMILY_COUNT][TITLES] = {
    [FAMILY_WEB] = {STR_INIT("Développement web"), STR_INIT("Développement web et mobile"),
                    STR_INIT("Intégration et développement web"), STR_INIT("Développement d’applications mobiles"),
                    STR_INIT("Programmation web intensive"), STR_INIT("Création de sites et d’applications")},
    [FAMILY_NETWORKS] = {STR_INIT("Technicien·ne réseaux et systèmes"), STR_INIT("Administration des systèmes"),
                         STR_INIT("Support informatique"), STR_INIT("Installation de réseaux à très haut débit"),
                         STR_INIT("Assistance et dépannage informatique"), STR_INIT("Infrastructures en nuage")},
    [FAMILY_DATA] = {STR_INIT("Analyse de données"), STR_INIT("Développement de bases de données"),
                     STR_INIT("Science des données appliquée"), STR_INIT("Données ouvertes et cartographie"),
                     STR_INIT("Gestion et qualité des données"), STR_INIT("Initiation à l’intelligence artificielle")},
    [FAMILY_MEDIATION] = {STR_INIT("Médiation numérique"), STR_INIT("Référent·e numérique"),
                          STR_INIT("Animation d’espaces numériques"), STR_INIT("Accompagnement aux démarches en ligne"),
                          STR_INIT("Conseil numérique de proximité"), STR_INIT("Inclusion numérique")},
    [FAMILY_SECURITY] = {STR_INIT("Cybersécurité"), STR_INIT("Sécurité des systèmes et des réseaux"),
                         STR_INIT("Technicien·ne en sécurité informatique"), STR_INIT("Sécurité des applications web"),
                         STR_INIT("Protection des données"), STR_INIT("Surveillance et réponse aux incidents")},
    [FAMILY_DESIGN] = {STR_INIT("Design d’interfaces"), STR_INIT("Création multimédia"),
                       STR_INIT("Infographie et mise en page"), STR_INIT("Animation et vidéo numériques"),
                       STR_INIT("Communication numérique"), STR_INIT("Conception de jeux vidéo")},
    [FAMILY_MAKING] = {STR_INIT("Fabrication numérique"), STR_INIT("Impression 3D et prototypage"),
                       STR_INIT("Électronique et objets connectés"),
                       STR_INIT("Animation de laboratoire de fabrication"), STR_INIT("Robotique appliquée"),
                       STR_INIT("Réparation et réemploi informatiques")},
};

struct str name_training(enum job_family family, uint64_t variant)
{
    return titles[family][variant % TITLES];
}

/* --- streets --- */

static const char *const ways[] = {"rue", "avenue", "place", "quai", "chemin", "allée", "boulevard", "impasse"};

static const char *const streets[] = {
    "des Tanneurs", "du Marché",      "de la Gare",    "des Écoles", "du Canal",     "de la Fontaine", "des Jardins",
    "du Moulin",    "des Peupliers",  "de la Liberté", "du Stade",   "des Artisans", "de la Poste",    "des Vignes",
    "du Lavoir",    "de l’Abreuvoir", "des Lilas",     "du Port",    "des Acacias",  "de la Prairie",
};

void name_address(struct buf *out, struct random_state *random)
{
    buf_int(out, (int64_t)random_below(random, 98) + 1);
    buf_byte(out, ' ');
    buf_text(out, ways[random_below(random, COUNT(ways))]);
    buf_byte(out, ' ');
    buf_text(out, streets[random_below(random, COUNT(streets))]);
}
