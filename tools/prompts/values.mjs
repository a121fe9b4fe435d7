// The prompts that values are spoken with (numbers, dates, times, money, letters, plates): name -> texts, made by rule.
// Their names are given by server/src/modules/flow/core/spoken. `pinyin` and `phones` are what the synthesisers are given where they would
// misread the text; `voice` where another voice reads it, `speed` where Mandarin is read slower. A language that never uses a name has no text for it.

const ZH = '零一二三四五六七八九';
const PINYIN = ['ling2', 'yi1', 'er4', 'san1', 'si4', 'wu3', 'liu4', 'qi1', 'ba1', 'jiu3'];
/** Before 百, 千 and 点: 一 falls and a third tone rises before a third tone. */
const BEFORE_THIRD = ['ling2', 'yi4', 'liang2', 'san1', 'si4', 'wu2', 'liu4', 'qi1', 'ba1', 'jiu2'];
const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS =
  '_ first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );
const MONTHS = '_ January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const values = {};
const add = (name, en, zh, more = {}) => {
  values[name] = { ...(en === null ? {} : { en }), ...(zh === null ? {} : { 'zh-CN': zh }), ...more };
};

function english(n) {
  if (n < 20) return ONES[n];
  return TENS[Math.floor(n / 10)] + (n % 10 === 0 ? '' : `-${ONES[n % 10]}`);
}

function mandarin(n) {
  if (n < 10) return ZH[n];
  return `${n < 20 ? '' : ZH[Math.floor(n / 10)]}十${n % 10 === 0 ? '' : ZH[n % 10]}`;
}

function pinyin(n) {
  if (n < 10) return PINYIN[n];
  return [n < 20 ? '' : PINYIN[Math.floor(n / 10)], 'shi2', n % 10 === 0 ? '' : PINYIN[n % 10]].join(' ').trim();
}

const upTo = (from, to) => Array.from({ length: to - from + 1 }, (_unused, i) => from + i);

// Numbers.
for (const n of upTo(10, 99)) add(`numbers/${n}`, english(n), mandarin(n), { pinyin: pinyin(n) });
for (const n of upTo(10, 19)) add(`numbers/inside/${n}`, null, `一${mandarin(n)}`, { pinyin: `yi4 ${pinyin(n)}` });
for (const n of upTo(1, 9)) {
  const counted = n === 2 ? '两' : ZH[n];
  add(`numbers/${n * 100}`, `${ONES[n]} hundred`, `${counted}百`, { pinyin: `${BEFORE_THIRD[n]} bai3` });
  add(`numbers/${n * 1000}`, null, `${counted}千`, { pinyin: `${n === 2 ? 'liang3' : n === 1 ? 'yi4' : PINYIN[n]} qian1` });
}
for (const name of ['hundred', 'thousand', 'million', 'billion', 'trillion']) add(`numbers/${name}`, name, null);
add('numbers/wan', null, '万', { pinyin: 'wan4' });
add('numbers/yi', null, '亿', { pinyin: 'yi4' });
add('numbers/liang', null, '两', { pinyin: 'liang3' });
add('numbers/di', null, '第', { pinyin: 'di4' });
add('numbers/minus', 'minus', '负', { pinyin: 'fu4' });
add('numbers/point', 'point', '点', { pinyin: 'dian3' });
add('digits/yao', null, '幺', { pinyin: 'yao1' });
add('digits/oh', 'oh', null);
for (const n of upTo(1, 31))
  add(`ordinals/${n}`, n <= 20 ? ORDINALS[n] : n === 30 ? 'thirtieth' : `${TENS[Math.floor(n / 10)]}-${ORDINALS[n % 10]}`, null);

// Letters: in Mandarin too they have their English names, which the English voice of the same synthesiser says.
for (const letter of 'abcdefghijklmnopqrstuvwxyz')
  add(`letters/${letter}`, letter.toUpperCase(), letter.toUpperCase(), { voice: { 'zh-CN': 'en-us' } });

// Dates and times of day.
add('dates/year', null, '年', { pinyin: 'nian2' });
for (const n of upTo(1, 12)) add(`dates/month-${n}`, MONTHS[n], `${mandarin(n)}月`, { pinyin: `${pinyin(n)} yue4` });
for (const n of upTo(1, 31)) add(`dates/day-${n}`, null, `${mandarin(n)}日`, { pinyin: `${pinyin(n)} ri4` });
for (const [n, name] of WEEKDAYS.entries()) add(`dates/weekday-${n}`, name, null);
for (const [name, zh, spelled] of [
  ['small-hours', '凌晨', 'ling2 chen2'],
  ['early-morning', '早上', 'zao3 shang4'],
  ['morning', '上午', 'shang4 wu3'],
  ['midday', '中午', 'zhong1 wu3'],
  ['afternoon', '下午', 'xia4 wu3'],
  ['evening', '晚上', 'wan3 shang4'],
])
  add(`times/${name}`, null, zh, { pinyin: spelled });
for (const n of upTo(0, 12)) {
  const spelled = n < 10 ? BEFORE_THIRD[n] : ['shi2', 'shi2 yi4', 'shi2 er4'][n - 10];
  add(`times/hour-${n}`, null, `${n === 2 ? '两' : mandarin(n)}点`, { pinyin: `${n === 1 ? 'yi4' : spelled} dian3` });
}
for (const n of upTo(1, 59)) {
  const zero = n < 10;
  add(`times/minute-${n}`, null, `${zero ? '零' : ''}${mandarin(n)}分`, { pinyin: `${zero ? 'ling2 ' : ''}${pinyin(n)} fen1` });
}
add('times/am', 'A M', null);
add('times/pm', 'P M', null);
add('times/noon', 'noon', null);
add('times/midnight', 'midnight', null);

// Durations.
add('durations/about', 'about', '大约', { pinyin: 'da4 yue1' });
for (const [unit, zh, spelled] of [
  ['hour', '小时', 'xiao3 shi2'],
  ['minute', '分钟', 'fen1 zhong1'],
  ['second', '秒', 'miao3'],
]) {
  add(`durations/${unit}`, unit, null);
  add(`durations/${unit}s`, `${unit}s`, zh, { pinyin: spelled });
}

// Money.
for (const [name, en, zh, spelled] of [
  ['yuan', 'yuan', '元', 'yuan2'],
  ['jiao', null, '角', 'jiao3'],
  ['fen', null, '分', 'fen1'],
  ['dollar', 'dollar', null],
  ['dollars', 'dollars', '美元', 'mei3 yuan2'],
  ['cent', 'cent', null],
  ['cents', 'cents', '美分', 'mei3 fen1'],
  ['euro', 'euro', null],
  ['euros', 'euros', '欧元', 'ou1 yuan2'],
  ['euro-cents', null, '欧分', 'ou1 fen1'],
  ['pound', 'pound', null],
  ['pounds', 'pounds', '英镑', 'ying1 bang4'],
  ['penny', 'penny', null],
  ['pence', 'pence', '便士', 'bian4 shi4'],
  ['yen', 'yen', '日元', 'ri4 yuan2'],
  ['hong-kong-dollar', 'Hong Kong dollar', null],
  ['hong-kong-dollars', 'Hong Kong dollars', '港元', 'gang3 yuan2'],
  ['and', 'and', null],
])
  add(`money/${name}`, en, zh, spelled === undefined ? {} : { pinyin: spelled });

// Licence plates: the province by its character; in English by its name, in phones for a voice that knows no pinyin.
for (const [name, zh, spelled, en, phones] of [
  ['beijing', '京', 'jing1', 'Beijing', 'b ey jh ih ng'],
  ['tianjin', '津', 'jin1', 'Tianjin', 't y eh n jh ih n'],
  ['hebei', '冀', 'ji4', 'Hebei', 'hh ax b ey'],
  ['shanxi', '晋', 'jin4', 'Shanxi', 'sh aa n sh iy'],
  ['inner-mongolia', '蒙', 'meng2', 'Inner Mongolia'],
  ['liaoning', '辽', 'liao2', 'Liaoning', 'l y aw n ih ng'],
  ['jilin', '吉', 'ji2', 'Jilin', 'jh iy l ih n'],
  ['heilongjiang', '黑', 'hei1', 'Heilongjiang', 'hh ey l ao ng jh y aa ng'],
  ['shanghai', '沪', 'hu4', 'Shanghai'],
  ['jiangsu', '苏', 'su1', 'Jiangsu', 'jh y aa ng s uw'],
  ['zhejiang', '浙', 'zhe4', 'Zhejiang', 'jh ax jh y aa ng'],
  ['anhui', '皖', 'wan3', 'Anhui', 'aa n hh w ey'],
  ['fujian', '闽', 'min3', 'Fujian', 'f uw jh y eh n'],
  ['jiangxi', '赣', 'gan4', 'Jiangxi', 'jh y aa ng sh iy'],
  ['shandong', '鲁', 'lu3', 'Shandong', 'sh aa n d ao ng'],
  ['henan', '豫', 'yu4', 'Henan', 'hh ax n aa n'],
  ['hubei', '鄂', 'e4', 'Hubei', 'hh uw b ey'],
  ['hunan', '湘', 'xiang1', 'Hunan', 'hh uw n aa n'],
  ['guangdong', '粤', 'yue4', 'Guangdong', 'g w aa ng d ao ng'],
  ['guangxi', '桂', 'gui4', 'Guangxi', 'g w aa ng sh iy'],
  ['hainan', '琼', 'qiong2', 'Hainan', 'hh ay n aa n'],
  ['chongqing', '渝', 'yu2', 'Chongqing', 'ch ao ng ch ih ng'],
  ['sichuan', '川', 'chuan1', 'Sichuan', 's ih ch w aa n'],
  ['guizhou', '贵', 'gui4', 'Guizhou', 'g w ey jh ow'],
  ['yunnan', '云', 'yun2', 'Yunnan', 'y uw n aa n'],
  ['tibet', '藏', 'zang4', 'Tibet'],
  ['shaanxi', '陕', 'shan3', 'Shaanxi', 'sh aa ax n sh iy'],
  ['gansu', '甘', 'gan1', 'Gansu', 'g aa n s uw'],
  ['qinghai', '青', 'qing1', 'Qinghai', 'ch ih ng hh ay'],
  ['ningxia', '宁', 'ning2', 'Ningxia', 'n ih ng sh y aa'],
  ['xinjiang', '新', 'xin1', 'Xinjiang', 'sh ih n jh y aa ng'],
])
  add(`plates/${name}`, en, zh, { pinyin: spelled, speed: '120', ...(phones === undefined ? {} : { phones }) });
for (const [name, zh, spelled, en] of [
  ['police', '警', 'jing3', 'police'],
  ['learner', '学', 'xue2', 'learner'],
  ['trailer', '挂', 'gua4', 'trailer'],
  ['hong-kong', '港', 'gang3', 'Hong Kong'],
  ['macau', '澳', 'ao4', 'Macau'],
  ['consulate', '领', 'ling3', 'consulate'],
  ['test', '试', 'shi4', 'test'],
  ['oversize', '超', 'chao1', 'oversize'],
])
  add(`plates/${name}`, en, zh, { pinyin: spelled, speed: '120' });

export const VALUES = values;
