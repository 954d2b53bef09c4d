#include "base.h"
#include "bip39.h"
#include "crypt.h"

enum { WORDS = 2048, LETTERS = 4, ROW = 16, BITS = 11, COUNT_MAX = 24 };

/* BIP 39's English list, in its order: four letters tell its words apart. */
static const char *const words[WORDS / ROW] = {
	"abanabilableabouabovabseabsoabstabsuabusacceacciaccoaccuachiacid",
	"acouacquacroact actiactoactractuadapadd addiaddradjuadmiaduladva",
	"adviaeroaffaaffoafraagaiage agenagreaheaaim air airpaislalaralbu",
	"alcoaleralieall allealloalmoalonalphalrealsoaltealwaamatamazamon",
	"amouamusanalanchanciangeanglangranimanklannoannuanotanswanteanti",
	"anxiany aparapolappeapplapprapriarcharctareaarenarguarm armearmo",
	"armyarouarraarrearriarroart arteartiartwask aspeassaasseassiassu",
	"asthathlatomattaatteattiattrauctaudiauguauntauthautoautuaveravoc",
	"avoiawakawarawayawesawfuawkwaxisbabybachbacobadgbag balabalcball",
	"bambbanabannbar barebargbarrbasebasibaskbattbeacbeanbeaubecabeco",
	"beefbefobegibehabehibelibelobeltbencbenebestbetrbettbetwbeyobicy",
	"bid bikebindbiolbirdbirtbittblacbladblamblanblasbleablesblinbloo",
	"blosbloublueblurblusboarboatbodyboilbombbonebonubookboosbordbori",
	"borrbossbottbounbox boy bracbraibranbrasbravbreabreebricbridbrie",
	"brigbrinbrisbrocbrokbronbroobrotbrowbrusbubbbuddbudgbuffbuilbulb",
	"bulkbullbundbunkburdburgbursbus busibusybuttbuyebuzzcabbcabicabl",
	"cactcagecakecallcalmcamecampcan canacanccandcanncanocanvcanycapa",
	"capicaptcar carbcardcargcarpcarrcartcasecashcasicastcasucat cata",
	"catccatecattcaugcauscautcaveceilcelecemecenscentcerecertchaichal",
	"chamchanchaochapcharchaschatcheacheccheechefchercheschicchiechil",
	"chimchoichoochrochucchunchurcigacinncircciticityciviclaiclapclar",
	"clawclaycleaclerclevclicclieclifclimclinclipclocclogclosclotclou",
	"clowclubclumclusclutcoaccoascococodecoffcoilcoincollcolocolucomb",
	"comecomfcomicommcompconccondconfcongconnconscontconvcookcoolcopp",
	"copycoracorecorncorrcostcottcouccouncoupcourcouscovecoyocraccrad",
	"crafcramcrancrascratcrawcrazcreacredcreecrewcriccrimcriscritcrop",
	"croscroucrowcruccruecruicrumcruncruscry cryscubecultcup cupbcuri",
	"currcurtcurvcushcustcutecycldad damadampdancdangdaridashdaugdawn",
	"day dealdebadebrdecadecedecidecldecodecrdeerdefedefidefydegrdela",
	"delidemademidenidentdenydepadepedepodeptdepuderidescdesedesidesk",
	"despdestdetadetedevedevidevodiagdialdiamdiardicediesdietdiffdigi",
	"digndiledinndinodiredirtdisadiscdisedishdismdisodispdistdivedivi",
	"divodizzdoctdocudog dolldolpdomadonadonkdonodoordosedoubdovedraf",
	"dragdramdrasdrawdreadresdrifdrildrindripdrivdropdrumdry duckdumb",
	"duneduridustdutcdutydwardynaeageeaglearlearnearteasieasteasyecho",
	"ecoleconedgeediteduceffoegg eigheithelboeldeelecelegelemelepelev",
	"elitelseembaemboembremeremotemplempoemptenabenacend endlendoenem",
	"enerenfoengaengienhaenjoenlienouenrienroensuenteentientrenveepis",
	"equaequiera eraseroderoserroerupescaessaesseestaeterethievidevil",
	"evokevolexacexamexceexchexciexclexcuexecexerexhaexhiexilexisexit",
	"exotexpaexpeexpiexplexpoexprexteextreye eyebfabrfacefacufadefain",
	"faitfallfalsfamefamifamofan fancfantfarmfashfat fatafathfatifaul",
	"favofeatfebrfedefee feedfeelfemafencfestfetcfevefew fibefictfiel",
	"figufilefilmfiltfinafindfinefingfinifirefirmfirsfiscfishfit fitn",
	"fix flagflamflasflatflavfleefligflipfloaflocflooflowfluiflusfly ",
	"foamfocufog foilfoldfollfoodfootforcforeforgforkfortforuforwfoss",
	"fostfounfox fragframfreqfresfriefrinfrogfronfrosfrowfrozfruifuel",
	"fun funnfurnfuryfutugadggaingalagallgamegap garagarbgardgarlgarm",
	"gas gaspgategathgauggazegenegenigenrgentgenugestghosgiangiftgigg",
	"ginggiragirlgivegladglanglarglasglidglimglobglooglorglovglowglue",
	"goatgoddgoldgoodgoosgorigospgossgovegowngrabgracgraigrangrapgras",
	"gravgreagreegridgriegritgrocgrougrowgrunguarguesguidguilguitgun ",
	"gym habihairhalfhammhamshandhappharbhardharsharvhat havehawkhaza",
	"headhealhearheavhedgheighellhelmhelphen herohiddhighhillhinthip ",
	"hirehisthobbhockholdholeholihollhomehonehoodhopehornhorrhorshosp",
	"hosthotehourhovehub hugehumahumbhumohundhunghunthurdhurrhurthusb",
	"hybrice iconideaidenidleignoill illeillnimagimitimmeimmuimpaimpo",
	"imprimpuinchinclincoincrindeindiindoinduinfainflinfoinhainheinit",
	"injeinjuinmainneinnoinpuinquinsainseinsiinspinstintainteintoinve",
	"inviinvoironislaisolissuitemivorjackjagujar jazzjealjeanjelljewe",
	"job joinjokejourjoy judgjuicjumpjungjunijunkjustkangkeenkeepketc",
	"key kickkid kidnkindkingkisskit kitckitekittkiwikneeknifknocknow",
	"lab labelaboladdladylakelamplanglaptlarglatelatilauglaunlavalaw ",
	"lawnlawslayelazyleadleaflearleavlectleftleg legalegeleislemolend",
	"lenglensleoplesslettleveliarlibelibrlicelifeliftlighlikelimblimi",
	"linklionliqulistlittlivelizaloadloanlobslocalocklogilonelongloop",
	"lottloudlounloveloyalucklugglumblunaluncluxulyrimachmad magimagn",
	"maidmailmainmajomakemammman manamandmangmansmanumaplmarbmarcmarg",
	"marimarkmarrmaskmassmastmatcmatemathmatrmattmaximazemeadmeanmeas",
	"meatmechmedamedimelomeltmembmemomentmenumercmergmerimerrmeshmess",
	"metamethmiddmidnmilkmillmimimindminiminominumiramirrmisemissmist",
	"mix mixemixtmobimodemodimom momemonimonkmonsmontmoonmoramoremorn",
	"mosqmothmotimotomounmousmovemovimuchmuffmulemultmuscmusemushmusi",
	"mustmutumysemystmythnaivnamenapknarrnastnatinatunearneckneednega",
	"neglneitnephnervnestnet netwneutnevenewsnextnicenighnoblnoisnomi",
	"noodnormnortnosenotanotenothnotinovenow nuclnumbnursnut oak obey",
	"objeobliobscobseobtaobvioccuoceaoctoodoroff offeoffiofteoil okay",
	"old olivolymomitonceone onioonlionlyopenoperopinoppooptioranorbi",
	"orchordeordiorgaorieorigorphostrotheoutdouteoutpoutsovalovenover",
	"own owneoxygoystozonpactpaddpagepairpalapalmpandpanepanipantpape",
	"parapareparkparrpartpasspatcpathpatipatrpattpauspavepaympeacpean",
	"pearpeaspelipen penapencpeoppeppperfpermperspet phonphotphraphys",
	"pianpicnpictpiecpig pigepillpilopinkpionpipepistpitcpizzplacplan",
	"plasplatplaypleapledplucplugplunpoempoetpoinpolapolepolipondpony",
	"poolpopuportposiposspostpotapottpovepowdpowepracpraipredprefprep",
	"prespretprevpricpridprimprinprioprisprivprizprobprocprodprofprog",
	"projpromproopropprosprotprouprovpublpuddpullpulppulspumppuncpupi",
	"pupppurcpuripurppurspushput puzzpyraqualquanquarquesquicquitquiz",
	"quotrabbraccracerackradaradirailrainraisrallramprancrandrangrapi",
	"rareraterathraveraw razoreadrealreasrebereburecarecerecirecorecy",
	"redureflreforefuregiregrregurejerelarelerelirelyremaremeremiremo",
	"rendrenerentreopreparepereplreporequrescreseresiresorespresureti",
	"retrretureunreverevirewarhytrib ribbricerichrideridgriflrighrigi",
	"ringriotrippriskriturivariveroadroasroboroburockromaroofrookroom",
	"roserotarougrounroutroyarubbruderug rulerun runwrurasad saddsadn",
	"safesailsalasalmsalosaltsalusamesampsandsatisatosaucsaussavesay ",
	"scalscanscarscatscenscheschosciescisscorscouscrascrescriscrusea ",
	"searseasseatsecosecrsectsecuseedseeksegmselesellsemisenisenssent",
	"seriservsesssettsetuseveshadshafshalsharshedshelshershieshifshin",
	"shipshivshocshoeshooshopshorshoushovshrishrushufshy siblsickside",
	"siegsighsignsilesilksillsilvsimisimpsincsingsiresistsitusix size",
	"skatsketski skilskinskirskulslabslamsleeslenslicslidsligslimslog",
	"slotslowslussmalsmarsmilsmoksmoosnacsnaksnapsnifsnowsoapsoccsoci",
	"socksodasoftsolasoldsolisolusolvsomesongsoonsorrsortsoulsounsoup",
	"soursoutspacsparspatspawspeaspecspeespelspensphespicspidspikspin",
	"spirsplispoisponspoosporspotspraspresprispy squasquesquistabstad",
	"stafstagstaistamstanstarstatstaysteasteestemstepstersticstilstin",
	"stocstomstonstoostorstovstrastrestristrostrustudstufstumstylsubj",
	"submsubwsuccsuchsuddsuffsugasuggsuitsummsun sunnsunssupesuppsupr",
	"suresurfsurgsurpsurrsurvsuspsustswalswamswapswarsweasweeswifswim",
	"swinswitsworsymbsympsyrusysttabltacktag tailtaletalktanktapetarg",
	"tasktasttatttaxiteacteamtellten tenatenntenttermtesttextthanthat",
	"themthentheothertheythinthisthouthrethrithrothumthunticktidetige",
	"tilttimbtimetinytip tiretisstitltoastobatodatoddtoe togetoiltoke",
	"tomatomotonetongtonitooltoottop topitopptorctorntorttosstotatour",
	"towatowetowntoy tractradtraftragtraitrantraptrastravtraytreatree",
	"trentriatribtrictrigtrimtriptroptroutructruetrultrumtrustruttry ",
	"tubetuittumbtunatunnturkturnturttweltwentwictwintwistwo typetypi",
	"uglyumbrunabunawuncluncoundeundounfaunfounhaunifuniqunitunivunkn",
	"unlountiunusunveupdaupgruphouponuppeupseurbaurgeusaguse usedusef",
	"uselusuautilvacavacuvaguvalivallvalvvan vanivapovarivastvaulvehi",
	"velvvendventvenuverbveriversveryvessveteviabvibrvicivictvideview",
	"villvintviolvirtviruvisavisivisuvitavivivocavoicvoidvolcvoluvote",
	"voyawagewagowaitwalkwallwalnwantwarfwarmwarrwashwaspwastwatewave",
	"way wealweapwearweasweatweb weddweekweirwelcwestwet whalwhatwhea",
	"wheewhenwherwhipwhiswidewidtwifewildwillwin windwinewingwinkwinn",
	"wintwirewisdwisewishwitnwolfwomawondwoodwoolwordworkworlworrwort",
	"wrapwrecwreswriswritwronyardyearyellyou younyoutzebrzerozonezoo ",
};

static const char *
letters(size_t i)
{
	return words[i / ROW] + i % ROW * LETTERS;
}

static int
number(struct str word)
{
	char four[LETTERS];
	int lo = 0, hi = WORDS;

	if (word.n < 3 || word.n > 8)
		return -1;
	for (size_t i = 0; i < LETTERS; i++)
		four[i] = ' ';
	for (size_t i = 0; i < LETTERS && i < word.n; i++)
		four[i] = (char)((unsigned char)word.p[i] | 0x20);
	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		int c = memcmp(four, letters((size_t)mid), LETTERS);

		if (c == 0)
			return mid;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return -1;
}

/* The next run of letters. */
static bool
next(struct str *s, struct str *word)
{
	size_t i = 0, n = 0;

	while (i < s->n && ((s->p[i] | 0x20) < 'a' || (s->p[i] | 0x20) > 'z'))
		i++;
	while (i + n < s->n && (s->p[i + n] | 0x20) >= 'a' &&
	    (s->p[i + n] | 0x20) <= 'z')
		n++;
	*word = (struct str){ s->p + i, n };
	*s = (struct str){ s->p + i + n, s->n - i - n };
	return n > 0;
}

bool
bip39_is(struct str s, size_t *different)
{
	unsigned char bits[(COUNT_MAX * BITS + 7) / 8] = { 0 };
	unsigned char sum[SHA256_LEN], seen[WORDS / 8] = { 0 };
	size_t n = 0, entropy, check;
	struct str word;
	int v;

	*different = 0;
	for (; next(&s, &word); n++) {
		if (n == COUNT_MAX || (v = number(word)) < 0)
			return false;
		*different += !(seen[v / 8] >> (v % 8) & 1);
		seen[v / 8] |= (unsigned char)(1 << (v % 8));
		for (size_t i = 0; i < BITS; i++)
			if (v >> (BITS - 1 - i) & 1)
				bits[(n * BITS + i) / 8] |=
				    (unsigned char)(0x80 >> (n * BITS + i) % 8);
	}
	if (n < 12 || n % 3)
		return false;
	entropy = n * BITS * 32 / 33;
	check = n * BITS - entropy;
	if (sha256_of((struct str){ (char *)bits, entropy / 8 }, sum) < 0)
		return false;
	return (bits[entropy / 8] ^ sum[0]) >> (8 - check) == 0;
}

void
bip39_words(const unsigned char *entropy, size_t nentropy, char *out)
{
	unsigned char b[33], sum[SHA256_LEN];

	memcpy(b, entropy, nentropy);
	if (sha256_of((struct str){ (const char *)entropy, nentropy }, sum) < 0)
		sum[0] = 0;
	b[nentropy] = sum[0];
	for (size_t i = 0; i < nentropy * 33 / 4 / BITS; i++) {
		unsigned v = 0;

		for (size_t k = i * BITS; k < (i + 1) * BITS; k++)
			v = v << 1 | ((unsigned)b[k / 8] >> (7 - k % 8) & 1u);
		for (size_t k = 0; k < LETTERS; k++)
			if (letters(v)[k] != ' ')
				*out++ = letters(v)[k];
		*out++ = ' ';
	}
	out[-1] = '\0';
}
