"""Words that are names of people, and words that never are, however they are written."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GIVEN = _words("""
    aadhya aakash aarav aaron abdul abhay abhijit abhinav abhishek adam aditi aditya adrian agnes ahmed aisha
    aishwarya ajay ajit akash akhil akshay albert alejandro alexander alexandra alfred alice alicia alok aman amanda
    amar amelia amina amit amita amitabh amol amrita amy anand ananya andrea andreas andrew angela anil anita anjali
    anjana ankit ankita ankur anna anne annette anthony antonio anuj anup anupam anuradha anusha aparna aravind
    archana arif arjun arnav arun aruna arvind asha ashish ashley ashok ashwin aswathi atul avinash ayaan ayesha
    babita balaji barbara benjamin bernard bharti bhavana bhavesh bhavna bhupinder bindu brenda brian bruce camille
    carlos carmen carol caroline catherine cecilia chandan charles charlotte chetan chitra chloe chris christian
    christina christine christopher claire claudia colin craig cynthia daniel daniela danielle david deborah debra
    deepa deepak deepika deepti denise dennis derek devika dhananjay dhruv diana dilip dinesh dipak dipti divya
    dmitri dmitry dominic donald donna doris dorothy douglas edward eileen ekta elena elizabeth ellen emily emma
    erik erika ernst esther ethan eugene eva evelyn farah farhan fatima felix fernando fiona florence frances
    francesca francisco franz frederick friedrich gabriel gabriela ganesh garima gaurav gauri gautam gayathri
    gayatri geeta geetha george gerald gerard giovanni girish gita giulia gopal govind greta gurpreet gustav hannah
    hans hari harish harjeet harpreet harry harsh harsha harshit heather heinrich helen helena hemant henry hema
    himanshu hitesh hugo ibrahim imran indira indu ines ingrid irene irfan isabel isabella isha ishaan ishita ivan
    jacob jacqueline jagdish james janaki jane janet janice jaspreet jatin javed jaya jayant jayanti jayesh jean
    jeanne jeffrey jennifer jeremy jessica jignesh jitendra joan joanna johanna johannes john jonas jonathan jorge
    jose josef joseph joshua joyce juan juanita judith julia julian juliana julie jürgen jyothi jyotsna kabir
    kailash kalpana kalyani kamal kamala kamini kanchan karan kareena karen karin karl karthik kartik katarina kate
    katharina katherine kathleen kathryn katrina kavita kavitha kavya keith kelly kenneth kevin khushboo kimberly
    kiran kishore klaus komal kriti krishnan kunal kusum lakshman lalit lalita larry lars lata latha laura lauren
    laurent lavanya lawrence leela leena leonard leonardo linda lisa lokesh lorenzo louis louise lucas lucia luis
    luisa lukas madhavi madhu madhur madhuri mahesh maitreyi malathi malini manasi manfred manisha manish manjit
    manju manjula manoj manpreet marco marcus margaret maria mariam marie marina mario martha martin martina mary
    matteo matthew matthias maureen mayank mayur meena meenakshi meera megan megha mehul melanie melissa michael
    michel michelle miguel mihir milan milind mina minal miriam mohan mohammad mohammed mohd mohit monica monika
    mridula muhammad mukesh mukul murali mustafa nadia naina nancy nandini naomi narayan narendra naresh nasreen
    natalia natalie natasha navdeep naveen nayan neel neelam neeraj neeta neha nicholas nicola nicole nidhi nikhil
    nikita nilesh nimisha nirmal nirmala nisha nishant nitin nitya norbert olga olivia omar oscar otto pablo padma
    pallavi pamela pankaj paolo parag parth parul patricia patrick paul paula paulo pavan pawan pedro peter petra
    philip philippe phyllis pierre piotr pooja poonam prabha prabhakar prabhu prachi pradeep pradip prakash pramod
    pranav pranay prasad prasanna prashant prateek pratibha pratik praveen preeti preethi prem prerna priti pritam
    priya priyanka punit purnima purushottam rachana rachel rachna radha radhika raghav raghu rahul raj raja rajan
    rajani rajat rajeev rajendra rajesh rajiv rajkumar rajni rajnish raju rakesh ralph ram rama raman ramesh ramya
    randy rani ranjan ranjit rashid rashmi ravi ravindra raymond rebecca reena rekha renu renuka reshma ricardo
    richa richard richika ritesh ritika ritu robert roberto rohan rohini rohit roland romesh ronald roopa rosalind
    rosemary roshan roshni roxana ruchi ruchika rukmini rupa rupali rupesh russell ruth ryan sabina sabrina sachin
    sadhana sagar sahil sakshi salim salma salman sameer samir samuel sandeep sandhya sandra sangeeta sangita
    sanjana sanjay sanjeev sanjiv santosh sapna sara sarah saraswati sarita sarla satish satya saurabh savita
    sebastian seema shabana shabnam shaheen shailesh shalini shankar shannon sharad sharmila sharon shashank shashi
    sheela sheetal shilpa shirish shivani shobha shraddha shreya shruti shubham shweta shyam siddharth simon simran
    sita smita smriti sneha sofia somnath sonal sonali sonia sophia sophie srikanth srinivas stefan stefanie stella
    stephanie stephen steven stuart subhash subramanian sudha sudhir sujata sukhdev sulochana suman sumit sumitra
    sunil sunita suraj surbhi surekha surendra suresh surinder susan susanne sushil sushila sushma suzanne swapna
    swapnil swathi swati sylvia tanvi tanya tara tarun teresa thomas tiffany timothy tina tracy tushar uday ujjwal
    uma umesh upasana urmila ursula usha vaibhav vaishali valentina valerie vandana vanessa varsha varun vasant
    vasudha veena venkat venkatesh veronica vidya vijay vijaya vikas vikram vikrant vimal vimala vinay vincent
    vineet vineeta vinita vinod vipin vipul virginia vishnu vishwanath vivek vladimir walter wendy werner wilhelm
    william wolfgang xavier yash yasmin yogesh yolanda yusuf yvonne zainab zara zoe zubair
    """)
"""Given names that are hardly anything else. Those that are also words (Grace, Mark, Rose) or months are left out."""

SURNAMES = _words("""
    agarwal aggarwal ahuja anderson arora bajpai banerjee basu bhardwaj bhat bhatia bhatt bhattacharya biswas bose
    brown chakraborty chandra chatterjee chaudhary chaudhuri chauhan chopra choudhury clark costa dalal das dasgupta
    davies davis desai deshmukh deshpande dixit dubey dutta evans fernandes fischer garcia garg ghosh gill gonzalez
    goyal gupta harris hegde iyengar iyer jackson jadhav jain jha johnson jones joshi kapoor kaur khanna khurana
    kohli kulkarni kumar kumari lopez malhotra martinez mehra mehta menon meyer miller mishra mistry mitra mittal
    mohanty moore mukherjee müller naidu naik nair nambiar narayanan nayak pandey pandit pandya parekh parikh patel
    pathak patil pillai prajapati purohit rajput rao rastogi rathore reddy roberts robinson rodriguez rodrigues
    rossi saha sahu saini saxena schmidt schneider sen sengupta sethi shah sharma shetty shinde shukla silva singh
    singhal sinha smith solanki soni srivastava subramaniam swamy taylor thakur thomas thompson tiwari tripathi
    trivedi tyagi upadhyay varma venkataraman verma vyas weber williams wilson yadav
    """)
"""Family names: with a capitalised word before them they make a name."""

PARTICLES = _words("de da di del della der den dos du la le van von bin ibn al el ter ten")

ORGANISATIONS = _words("""
    bank banks team support care desk department dept service services ltd limited pvt private inc llp gmbh corp
    corporation company co finance financial fund funds insurance capital group holdings securities payments pay
    telecom technologies software solutions society trust foundation hospital school college university institute
    court ministry street road nagar colony lane marg park hotel mart stores mall plan scheme index committee app
    portal website branch office helpdesk helpline customer customers robot bot
    """)
"""With one of these, what looks like a name belongs to no person."""

NOT_NAMES = (
    _words("""
    a about above account accounts action actually add address after again agent all already also always am amount
    an and another any anybody anyone app application are as asap ask asking at attached attn august awaiting back
    balance bank be because been before being below best beneficiary between blocked both but by call called calling
    came can cancel cannot card care change charge charged check cheers clear client close closed closing code
    complaint confirm contact could credit credited customer dad daily date day days dead dear december deceased
    delay deposit details did died different direct do doctor documents does done due during each earlier either
    email enough error escalation evening ever every everyone excel expired facing failed father february feedback
    few finally first following for friday friend from full get getting give given going gone good got greetings had
    happy has hasn have haven having he head hello help her here hi him his home hospitalised how however i id if
    ill im in incorrect indian initiated insurance interest into invest invested investing invoice is issue it its
    january july june just kind kindly know kyc lakh lakhs lanka last late let like list loan lock log login long
    lost madam manager march married matter maturity may me message missing mobile monday money month more morning
    most mother much my name need needs neither never new news next nice night no nobody none nominee nor not note
    nothing november now nri number october of office ok okay old on once one only open or order other our out over
    paid pan partner password passed pay paying payment payout pending person phone please pls portfolio process
    product profile proof pts query question questions quick re really reason received refund regarding regards
    registered reinvest rejected request resident resolve respected response return returns right saturday see send
    sent september service shall she should show since sincerely sir sirs so some somebody someone soon spouse
    statement status still stop student subject such sunday support sure tax team tell test thank thanks that the
    their them then there these they thing this those thursday ticket till time to today told tomorrow tonight too
    transaction transfer transferred tried trying tuesday two under unable until up update updated upi urgent
    urgently us use used user very via waiting wallet want wanted wants was we wednesday week well went were what
    when where which while who why wife husband will wish with withdraw withdrawal withdrawals without wondering
    word world worried would write writing wrong year years yes yesterday yet you your yours yourself april
    afternoon anniversary auto available bond bonds borrower borrowers branch cash cheque citizen company debit
    delivery department desk diwali emi english everybody fee fees fixed german germany google gst gmail grace hdfc
    hindi hindu holi holiday icici ifsc imps india instagram internet ios iphone android jio kotak lender lenders
    linkedin ltd maiden microsoft minor monthly mumbai muslim neft netbanking nominees outlook pandemic paytm
    phonepe policy postpaid prepaid premium regular reply retired rtgs rupees salaried sbi senior sms state tds term
    terms twitter utr visa whatsapp yearly youtube axis basic plus pro platinum gold silver delhi bangalore
    bengaluru chennai kolkata hyderabad pune covered mr mrs ms miss dr prof shri smt sri ji sahab saab sahib
    agreement business contract employed unemployed employee engineer lawyer nurse pensioner advocate reachable
    """)
    | ORGANISATIONS
)
"""What stands where a name could stand, in a mail to a support team, and is none."""

ALSO_WORDS = _words("""
    amber angel april art august autumn bill bob chance chase cherry christian crystal dawn dean destiny dev diamond
    duke earnest faith frank gene gold grace grant guy happy harmony hope hunter ivy jack jade jan joy june kiran
    king lily major may mark mercy mini miles pat patience pearl penny prince ray rich rob rose ruby sandy serene
    sky star stone summer sun sunny sweet treasure victor violet wade ward west will winter wood woods young
    """)
"""Names that are words as well: alone, they are taken for a name only where a name is to be expected."""
