/** Passwords of eight characters and more that stand at the top of every list of stolen ones. */
const common = new Set(
  `
    00000000 000000000 0000000000 01234567 012345678 0123456789 11111111 111111111 1111111111 11112222 11223344
    12121212 123123123 123321123 12341234 12344321 123454321 12345678 123456789 1234567890 123456789a 12345678a
    1234567a 123456aa 123456ab 123456abc 1234qwer 123qweasd 147258369 159753456 1q2w3e4r 1q2w3e4r5t 1qaz2wsx
    1qazxsw2 22222222 31415926 33333333 44444444 55555555 66666666 77777777 789456123 87654321 88888888 987654321
    9876543210 99999999 a1b2c3d4 abc12345 abcd1234 abcdefgh abcdefghi admin123 admin1234 administrator alexander
    alexandra andrew123 anthony1 arsenal1 asdf1234 asdfasdf asdfghjk asdfghjkl autumn123 babygirl babygirl1
    banana123 barcelona baseball basketball batman123 benjamin blessed1 blink182 butterfly changeme changeme1
    charlie1 cheese123 chelsea1 chocolate christ123 christian computer computer1 cookie123 corvette daniel123
    december1 default1 dragon123 einstein elizabeth facebook facebook1 ferrari1 flower123 football football1
    fortnite freedom1 friday13 godisgood google123 guest123 harley123 hello123 hello1234 hellohello iloveyou
    iloveyou1 iloveyou12 iloveyou123 iloveyou2 instagram internet internet1 january1 jennifer jessica1 jesus123
    jesuschrist jonathan jordan23 killer123 letmein1 letmein123 linkedin liverpool lovelove lovely123 loveyou1
    manchester master123 matthew1 maverick mercedes metallica michael1 michelle midnight minecraft monday123
    monkey123 mustang1 mylove123 nicholas nintendo nirvana1 orange123 p@ssw0rd p@ssword passw0rd passw0rd1 password
    password1 password12 password123 patricia playstation pokemon1 porsche1 princesa princess princess1 purple123
    q1w2e3r4 q1w2e3r4t5 qazwsxedc qweasdzxc qwer1234 qwerty12 qwerty123 qwertyui qwertyuiop richard1 robert123
    samantha samsung1 samsung123 scorpion shadow123 slipknot spiderman spring123 starwars starwars1 stephanie
    summer123 summer2024 summer2025 sunshine sunshine1 superman test1234 testing1 testing123 testtest thomas123
    trustno1 twitter1 undertaker victoria welcome1 welcome123 whatever whatever1 william1 winter123 winter2024
    winter2025 yamaha123 yellow123 zaq12wsx zxcvbnm1 zxcvbnm123
  `
    .trim()
    .split(/\s+/),
)

export const isCommonPassword = (password: string): boolean => common.has(password.normalize('NFKC').toLowerCase())
