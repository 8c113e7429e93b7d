/** Words around which people build the passwords that are guessed first: alone, doubled, or with digits and signs about them. */

/** Written for this product; lower case, without the usual swaps (0 for o, @ for a), which the check undoes. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `
  world blah
  password passwort passwd passcode pass pwd secret secrets private access admin administrator adm root toor superuser
  sysadmin system login logon signin user users username guest test tester testing testuser demo sample example default
  temp temporary change changeme changeit letmein openup opensesame welcome hello hi hey hola bonjour goodbye please
  thankyou thanks enter master manager server service support office company business work job boss money cash bank
  credit gold silver diamond platinum rich lucky happy smile love lover loveme loveyou iloveyou iloveu ilove lovely
  baby babygirl babyboy honey sweet sweety sweetie sugar candy cookie chocolate cherry peach apple orange banana lemon
  melon mango coffee pepper ginger cheese butter pizza burger
  qwerty qwertz azerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qwer qweasd qweasdzxc wasd abc abcd
  abcde abcdef abcdefg xyz xxx zzz aaa
  monkey dragon tiger lion panda bear wolf eagle falcon hawk phoenix snake spider shark dolphin whale horse pony kitty
  kitten cat cats puppy dog dogs doggy doggie bunny rabbit mouse elephant giraffe penguin turtle butterfly angel devil
  sunshine sunflower flower flowers rose lily daisy jasmine lotus rainbow star stars starlight moon moonlight sun
  sunset summer winter spring autumn fall monsoon january february march april may june july august september october
  november december monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday forever always
  never ever freedom peace power magic wizard dream dreams heaven hell earth fire water wind thunder lightning storm
  ice snow ocean river mountain forest garden island beach desert
  football soccer cricket baseball basketball hockey tennis golf rugby volleyball swimming running cycling boxing
  wrestling gym fitness player champion champions winner number one numberone
  liverpool arsenal chelsea manchester united barcelona realmadrid madrid juventus milan yankees lakers cowboys
  steelers eagles raiders patriots packers bulls chicago
  superman batman spiderman ironman hulk thor captain avengers marvel joker robin starwars skywalker vader yoda
  matrix neo trinity pokemon pikachu naruto goku harry potter harrypotter hogwarts frodo gandalf merlin hunter hunting
  fishing ranger rocket pirate ninja samurai warrior knight king queen prince princess emperor duke lord lady god
  jesus christ christian jesuschrist allah muhammad bible faith hope grace blessed blessing amen church angels
  mother father mom mum dad mama papa daddy mommy mummy brother sister family wife husband son daughter baba boy girl
  man woman friend friends bestfriend buddy
  michael michelle jennifer jessica jordan thomas daniel andrew joshua matthew anthony william robert richard charles
  george james john david joseph martin justin brandon nicole ashley amanda samantha stephanie elizabeth charlie
  charlotte sophie sophia olivia emily emma hannah sarah laura anna maria maggie molly lucy lily bailey buster cooper
  oliver oscar max rocky jack jackson harley tucker shadow midnight smokey peanut pumpkin snoopy scooter scooby
  mickey minnie donald tigger winnie barbie alex alexander alexandra andrea angela patrick peter paul steve steven
  ferrari porsche mercedes bmw audi toyota honda yamaha suzuki ducati mustang corvette camaro chevy ford jaguar nissan
  bullet pulsar
  computer internet windows microsoft google facebook instagram whatsapp twitter youtube amazon apple iphone samsung
  nokia android linux ubuntu oracle mysql postgres java python docker jenkins cisco router switch network wifi
  database backup laptop keyboard monitor printer gamer gaming minecraft roblox fortnite playstation xbox nintendo
  trustno trustme nothing something anything whatever blank none null undefined unknown anonymous nobody
  fuck fuckyou fuckoff fuckme shit bitch asshole pussy dick sexy sex hot hottie killer kill death dead blood
  blink metallica nirvana slipknot eminem beatles elvis music guitar piano dance dancer singer rock rockstar metal
  american america usa canada london england britain france paris germany berlin italy rome spain russia moscow china
  japan tokyo brazil mexico australia sydney newyork texas california florida chicago boston dallas denver phoenix
  india bharat hindustan indian jaihind vandemataram incredible mumbai bombay delhi newdelhi bangalore bengaluru
  chennai madras kolkata calcutta hyderabad pune ahmedabad surat jaipur lucknow kanpur nagpur indore bhopal patna
  kerala punjab gujarat goa rajasthan tamilnadu karnataka maharashtra bihar
  krishna radha radhe radhekrishna harekrishna jaishrikrishna ram rama shriram jaishreeram jaishriram siyaram sitaram
  hanuman bajrangbali shiva shiv omnamahshivay mahadev harharmahadev om omsairam sai saibaba sairam ganesh ganesha
  ganpati ganapati lakshmi laxmi saraswati durga kali balaji venkatesh tirupati murugan ayyappa govinda gopal waheguru
  satnam khuda guru guruji bhagwan ishwar namaste pranam shanti
  sachin tendulkar dhoni kohli rohit virat salman sharukh shahrukh amitabh rajini rajinikanth deepika priyanka katrina
  rahul rohan raj raja rajesh ramesh suresh mahesh dinesh ganesh naresh mukesh amit ankit anil sunil sanjay vijay ajay
  ravi kumar sharma singh patel gupta verma reddy khan ali ahmed priya pooja puja neha sneha kavita sunita anita geeta
  gita seema meena deepak manish vikas vikram arjun karan aditya abhishek akash
  jai mata matadi jaimatadi
  jaan janu jaanu jan shona babu mummypapa mummydaddy maa papa
  tenantry tenant clinic dental dentist hospital doctor doctors nurse patient pharmacy medicine factory manufacturing
  trading traders industries enterprise enterprises accounts accountant accounting billing invoice store shop sales
  marketing finance human resources
  `
    .trim()
    .split(/\s+/),
);
