// regions.csv and departements.csv: names and codes from the Code officiel géographique,
// French grammar (where, whose, as a subject) from the two tables below, each line read by hand.
import { readPackageJson, clean, slug, byCode, writeCsv } from './lib.mjs'

const data = '@etalab/decoupage-administratif/data/'

// code: article as a subject, then the preposition of place ("en", "dans", "à").
// "dans" takes the article; "en" and "à" do not.
const regions = {
  '01': 'la en', '02': 'la en', '03': 'la en', '04': '- à', '06': '- à',
  '11': 'l’ en', '24': 'le en', '27': 'la en', '28': 'la en', '32': 'les dans',
  '44': 'le dans', '52': 'les dans', '53': 'la en', '75': 'la en', '76': 'l’ en',
  '84': 'l’ en', '93': '- en', '94': 'la en'
}

const departments = {
  '01': 'l’ dans', '02': 'l’ dans', '03': 'l’ dans', '04': 'les dans', '05': 'les dans',
  '06': 'les dans', '07': 'l’ en', '08': 'les dans', '09': 'l’ en', '10': 'l’ dans',
  '11': 'l’ dans', '12': 'l’ en', '13': 'les dans', '14': 'le dans', '15': 'le dans',
  '16': 'la en', '17': 'la en', '18': 'le dans', '19': 'la en', '21': 'la en',
  '22': 'les dans', '23': 'la dans', '24': 'la en', '25': 'le dans', '26': 'la dans',
  '27': 'l’ dans', '28': 'l’ en', '29': 'le dans', '2A': 'la en', '2B': 'la en',
  '30': 'le dans', '31': 'la en', '32': 'le dans', '33': 'la en', '34': 'l’ dans',
  '35': 'l’ en', '36': 'l’ dans', '37': 'l’ en', '38': 'l’ en', '39': 'le dans',
  '40': 'les dans', '41': 'le en', '42': 'la dans', '43': 'la en', '44': 'la en',
  '45': 'le dans', '46': 'le dans', '47': 'le en', '48': 'la en', '49': 'le en',
  '50': 'la dans', '51': 'la dans', '52': 'la en', '53': 'la en', '54': 'la en',
  '55': 'la dans', '56': 'le dans', '57': 'la en', '58': 'la dans', '59': 'le dans',
  '60': 'l’ dans', '61': 'l’ dans', '62': 'le dans', '63': 'le dans', '64': 'les dans',
  '65': 'les dans', '66': 'les dans', '67': 'le dans', '68': 'le dans', '69': 'le dans',
  '70': 'la en', '71': 'la en', '72': 'la dans', '73': 'la en', '74': 'la en',
  '75': '- à', '76': 'la en', '77': 'la en', '78': 'les dans', '79': 'les dans',
  '80': 'la dans', '81': 'le dans', '82': 'le en', '83': 'le dans', '84': 'le dans',
  '85': 'la en', '86': 'la dans', '87': 'la en', '88': 'les dans', '89': 'l’ dans',
  '90': 'le dans', '91': 'l’ dans', '92': 'les dans', '93': 'la en', '94': 'le dans',
  '95': 'le dans', '971': 'la en', '972': 'la en', '973': 'la en', '974': '- à', '976': '- à'
}

const vowel = name => /^[aeiouyéèêîïô]/i.test(name)

/** "de" and the name as Insee writes it: its code of liaison says which article, if any. */
function ofByLiaison(name, liaison) {
  const forms = { 0: 'de ', 1: 'd’', 2: 'du ', 3: 'de la ', 4: 'des ', 5: 'de l’' }
  if (!(liaison in forms)) throw new Error(`${name}: liaison ${liaison}`)
  return forms[liaison] + name
}

function ofByArticle(name, article) {
  if (article === '') return (vowel(name) ? 'd’' : 'de ') + name
  return { le: 'du ', la: 'de la ', 'l’': 'de l’', les: 'des ' }[article] + name
}

function withArticle(name, article) {
  if (article === '') return name
  return article.endsWith('’') ? article + name : `${article} ${name}`
}

function grammar(table, entry, of) {
  const line = table[entry.code]
  if (!line) throw new Error(`no grammar for ${entry.code} ${entry.nom}`)
  const name = clean(entry.nom)
  const [mark, preposition] = line.split(' ')
  const article = mark === '-' ? '' : mark
  // A name written with its own capital article (La Réunion) keeps it.
  const the = withArticle(name, article)
  const place = `${preposition} ${preposition === 'dans' ? the : name}`
  return [entry.code, name, place, of(name, article, entry.typeLiaison), the, article, slug(name)]
}

const columns = ['code', 'name', 'name_locative', 'name_of', 'name_the', 'article', 'slug']

const regionRows = readPackageJson(data + 'regions.json')
  .filter(r => r.code in regions)
  .sort((a, b) => byCode(a.code, b.code))
  .map(r => grammar(regions, r, ofByArticle))
writeCsv('regions.csv', columns, regionRows)

// Departments follow Insee: "de Seine-et-Marne", "d’Ille-et-Vilaine", "de la Seine-Saint-Denis".
const departmentRows = readPackageJson(data + 'departements.json')
  .filter(d => d.code in departments)
  .sort((a, b) => byCode(a.code, b.code))
  .map(d => [...grammar(departments, d, (name, _, liaison) => ofByLiaison(name, liaison)), d.region])
writeCsv('departements.csv', [...columns, 'region_code'], departmentRows)
