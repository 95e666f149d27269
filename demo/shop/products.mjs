/** What the shop sells. Prices in yen, tax included. `[English, Japanese]` throughout. */
export const groups = [
  { id: 'kettles', name: ['Kettles', '湯を沸かす'], line: ['For the water. Everything else follows from it.', 'お茶は、湯から始まります。'] },
  { id: 'teapots', name: ['Teapots', '淹れる'], line: ['Three shapes, because three teas ask for them.', '三つの形は、三つのお茶のために。'] },
  { id: 'table', name: ['On the table', '卓の上'], line: ['What the hand meets first.', '手がいちばん先に触れるもの。'] },
  { id: 'tea', name: ['Tea', 'お茶'], line: ['From two gardens that we visit every spring.', '毎春訪ねる、二つの茶園から。'] },
];

export const products = [
  {
    id: 'arare', group: 'kettles', price: 38_000, tint: 'sand',
    name: ['Arare iron kettle', '霰鉄瓶'], size: ['0.9 l', '0.9リットル'],
    short: ['Cast iron, a thousand small hailstones.', '鋳肌いちめんに、小さな霰。'],
    text: [
      'Each hailstone is pressed into the sand mould by hand, one after the other, before the iron is poured. They are not decoration alone: they give the wall more surface, so that the kettle holds its heat while you talk.',
      '霰の一粒一粒は、鉄を流す前の砂型に手で押していきます。飾りであると同時に、肌の面積を増やして熱を保つための工夫です。話し込んでいても、湯は冷めません。',
    ],
    facts: [[['Weight', '重さ'], ['1.6 kg', '1.6kg']], [['Heat', '熱源'], ['Gas, induction, charcoal', 'ガス・IH・炭火']], [['Made in', '産地'], ['Morioka', '盛岡']], [['Inside', '内側'], ['Bare iron, fired', '金気止め（素焼き）']]],
    care: ['Pour out what is left while it is hot and leave the lid off: it dries by itself. Never wash the inside.', '使い終えたら熱いうちに湯をあけ、蓋を取って余熱で乾かしてください。内側は洗いません。'],
  },
  {
    id: 'hiramaru', group: 'kettles', price: 34_000, tint: 'stone',
    name: ['Hiramaru low kettle', '平丸鉄瓶'], size: ['0.7 l', '0.7リットル'],
    short: ['Wide and low, quick to boil.', '低く、広く、沸くのが早い。'],
    text: [
      'A broad base takes up more of the flame, and the water sings after six minutes. It stands steady on a small stove and under a low shelf, which is why it is the one we use ourselves in the workshop kitchen.',
      '底が広く火をよく受けるので、六分ほどで湯が鳴り始めます。小さな焜炉でも低い棚の下でも座りがよく、工房の台所で私たちが毎日使っているのはこの形です。',
    ],
    facts: [[['Weight', '重さ'], ['1.3 kg', '1.3kg']], [['Heat', '熱源'], ['Gas, induction', 'ガス・IH']], [['Made in', '産地'], ['Morioka', '盛岡']], [['Handle', '弦'], ['Hollow, stays cool', '袋弦（熱くなりにくい）']]],
    care: ['A reddish bloom inside is no fault. Boil sencha leaves in it once, and it turns dark and quiet.', '内側の赤みは不具合ではありません。煎茶の葉を一度煮出すと、黒く落ち着きます。'],
  },
  {
    id: 'hosokuchi', group: 'kettles', price: 16_500, tint: 'moss',
    name: ['Hosokuchi pouring kettle', '細口ケトル'], size: ['0.8 l', '0.8リットル'],
    short: ['Brushed steel, a line of water as thin as you like.', '思うままに細く注げる、ステンレス。'],
    text: [
      'Drawn from one sheet of steel in Tsubame, with a spout that narrows four times on its way. Made for coffee at first; since then we have sold more of them to people who brew gyokuro.',
      '燕の職人が一枚の板から絞り、注ぎ口を四段に細めました。珈琲のために作ったのに、いまは玉露を淹れる方のほうが多く求めてくださいます。',
    ],
    facts: [[['Weight', '重さ'], ['0.5 kg', '0.5kg']], [['Heat', '熱源'], ['Gas, induction', 'ガス・IH']], [['Made in', '産地'], ['Tsubame', '燕']], [['Handle', '取っ手'], ['Walnut', 'くるみ']]],
    care: ['Citric acid and hot water once a month keep the spout clear.', '月に一度、クエン酸を溶かした湯で注ぎ口を洗ってください。'],
  },
  {
    id: 'akagane', group: 'kettles', price: 24_000, tint: 'clay',
    name: ['Akagane copper kettle', '銅やかん'], size: ['1.6 l', '1.6リットル'],
    short: ['Hammered copper that darkens with you.', '使う人とともに色づく、鎚目の銅。'],
    text: [
      'Some two thousand blows shape one kettle, and each leaves its facet. Copper carries heat eight times as well as iron: this is the one for a large family and for impatient mornings.',
      '一つのやかんに、およそ二千回。鎚の跡がそのまま表情になります。銅は鉄の八倍ほど熱を伝えます。大人数の食卓にも、急ぐ朝にも。',
    ],
    facts: [[['Weight', '重さ'], ['1.1 kg', '1.1kg']], [['Heat', '熱源'], ['Gas', 'ガス']], [['Made in', '産地'], ['Tsubame', '燕']], [['Inside', '内側'], ['Tinned', '錫引き']]],
    care: ['Let it go dark, or bring it back with salt and vinegar. Both are right.', '黒ずむに任せても、塩と酢で磨いても。どちらも正解です。'],
  },
  {
    id: 'yokode', group: 'teapots', price: 8_600, tint: 'clay',
    name: ['Yokode side-handled pot', '横手急須'], size: ['0.28 l', '280ml'],
    short: ['Red clay from Tokoname, for sencha.', '煎茶のための、常滑の朱泥。'],
    text: [
      'The handle stands at a right angle, so that the wrist only turns. The strainer is pierced into the same clay, a hundred and forty holes, and the lid is ground to its own pot: no other will ever fit it.',
      '横についた持ち手は、手首を返すだけで注げます。茶こしは同じ土に百四十の穴をあけたもの。蓋は一つずつ身に擦り合わせているので、ほかの急須には合いません。',
    ],
    facts: [[['For', '向くお茶'], ['Sencha, fukamushi', '煎茶・深蒸し茶']], [['Serves', '人数'], ['Two', '二人']], [['Made in', '産地'], ['Tokoname', '常滑']], [['Strainer', '茶こし'], ['Clay, pierced', '陶製（共土）']]],
    care: ['Rinse with hot water, no soap. The clay remembers.', '湯ですすぐだけ。洗剤は使いません。土は覚えています。'],
  },
  {
    id: 'hobin', group: 'teapots', price: 7_400, tint: 'stone',
    name: ['Hobin handleless pot', '宝瓶'], size: ['0.15 l', '150ml'],
    short: ['For gyokuro, which is never too hot to hold.', '熱くない茶に、持ち手はいらない。'],
    text: [
      'Gyokuro is brewed at fifty degrees, so the hand needs no handle. Thin white porcelain, a wide mouth to see the leaf open, and a lip that cuts the last drop, which is the best one.',
      '玉露は五十度で淹れるので、持ち手がいりません。葉のひらく様子が見える広い口と、最後の一滴まで切れる注ぎ口。その一滴がいちばんおいしいのです。',
    ],
    facts: [[['For', '向くお茶'], ['Gyokuro, fine sencha', '玉露・上級煎茶']], [['Serves', '人数'], ['Two small cups', '小さな杯に二つ']], [['Made in', '産地'], ['Hasami', '波佐見']], [['Glaze', '釉'], ['Clear', '透明釉']]],
    care: ['Safe in the dishwasher, though it asks for your hands.', '食洗機も使えます。けれど手洗いが似合います。'],
  },
  {
    id: 'dobin', group: 'teapots', price: 9_200, tint: 'moss',
    name: ['Dobin everyday pot', '土瓶'], size: ['0.6 l', '600ml'],
    short: ['Ash glaze and a rattan handle, for hojicha.', '灰釉に籐のつる。ほうじ茶のために。'],
    text: [
      'The pot that stays on the table all evening. Roasted teas want boiling water and plenty of it; the thick wall keeps the second round warm, and the third.',
      '夜じゅう卓の上にいる土瓶です。ほうじ茶や番茶は熱い湯をたっぷりと。厚手の胴が、二杯目も三杯目も温かく保ちます。',
    ],
    facts: [[['For', '向くお茶'], ['Hojicha, bancha', 'ほうじ茶・番茶']], [['Serves', '人数'], ['Four', '四人']], [['Made in', '産地'], ['Mashiko', '益子']], [['Handle', 'つる'], ['Rattan, replaceable', '籐（交換可）']]],
    care: ['We re-weave worn handles, for as long as we are here.', 'つるの巻き直しは、私たちがいる限りお受けします。'],
  },
  {
    id: 'kumidashi', group: 'table', price: 4_800, tint: 'sand',
    name: ['Kumidashi cups', '汲出碗'], size: ['Set of two', '二客組'],
    short: ['A pair, near to each other and not the same.', '似ていて、同じではない一対。'],
    text: [
      'Thrown one after the other from the same piece of clay. One is a little lower, as people are. White slip inside, so that the green of the tea can be seen.',
      '同じ土から続けて挽いた一対です。片方が少しだけ低いのは、人もそうだから。内側の白化粧に、お茶の緑が映えます。',
    ],
    facts: [[['Holds', '容量'], ['0.14 l each', '各140ml']], [['Made in', '産地'], ['Mashiko', '益子']], [['Glaze', '釉'], ['White slip, ash', '白化粧・灰釉']], [['Microwave', '電子レンジ'], ['Yes', '使えます']]],
    care: ['Soak them once in water before the first tea.', '使い始めに一度、水に浸してください。'],
  },
  {
    id: 'chazutsu', group: 'table', price: 6_800, tint: 'clay',
    name: ['Cherry bark caddy', '樺細工の茶筒'], size: ['100 g', '100g'],
    short: ['A lid that sinks by its own weight.', '蓋が、みずからの重みで沈む。'],
    text: [
      'Bark of the mountain cherry, polished until it shines like lacquer. It breathes just enough to keep tea dry. Put the lid on and let go: it takes four seconds to close.',
      '山桜の樹皮を、漆のように艶が出るまで磨きました。呼吸する樹皮が湿気を防ぎます。蓋を載せて手を離すと、四秒かけて閉まります。',
    ],
    facts: [[['Holds', '容量'], ['100 g of tea', '茶葉100g']], [['Made in', '産地'], ['Kakunodate', '角館']], [['Inside', '内側'], ['Cherry, fitted', '桜・木地']], [['Height', '高さ'], ['12 cm', '12cm']]],
    care: ['A dry, soft cloth. Its shine comes from hands.', '乾いた柔らかい布で。艶は、手が育てます。'],
  },
  {
    id: 'chasen', group: 'table', price: 3_600, tint: 'moss',
    name: ['Bamboo whisk', '茶筅'], size: ['100 tines', '百本立'],
    short: ['One piece of bamboo, a hundred tines.', '一本の竹から、百本の穂先。'],
    text: [
      'Split, shaved and tied in Takayama, where whisks have been made for five hundred years. A hundred tines make fine foam without hurry; it is the right one to begin with.',
      '五百年続く高山の里で、割り、削り、糸を掛けました。百本立は、急がなくても細かな泡が立ちます。はじめての一本に。',
    ],
    facts: [[['Tines', '穂数'], ['100', '百本']], [['Made in', '産地'], ['Takayama, Nara', '奈良・高山']], [['Bamboo', '竹'], ['Hachiku, three winters dried', '淡竹（三冬乾燥）']], [['Lasts', '目安'], ['About a year', 'およそ一年']]],
    care: ['Wake it in warm water before use, and dry it standing.', '使う前にぬるま湯でほぐし、立てて乾かしてください。'],
  },
  {
    id: 'sencha', group: 'tea', price: 1_900, tint: 'stone',
    name: ['Sencha, first flush', '煎茶 一番摘み'], size: ['100 g', '100g'],
    short: ['Steamed deep, bright and a little salty.', '深蒸し。明るく、ほのかな海の気配。'],
    text: [
      'Picked in the last days of April on the slope above the river. Seventy degrees and one minute; the second cup is shorter and, we think, better.',
      '川を見下ろす斜面で、四月の末に摘みました。七十度で一分。二煎目は短めに。私たちは二煎目のほうが好きです。',
    ],
    facts: [[['Garden', '茶園'], ['Kawane', '川根']], [['Picked', '摘採'], ['April', '四月']], [['Water', '湯温'], ['70 °C, 60 s', '70℃・60秒']], [['Leaf', '茶葉'], ['4 g for two', '二人で4g']]],
    care: ['Finish it within a month of opening. That is no hardship.', '開けたらひと月で。むずかしいことではありません。'],
  },
  {
    id: 'hojicha', group: 'tea', price: 1_400, tint: 'sand',
    name: ['Hojicha, stems', '茎ほうじ茶'], size: ['150 g', '150g'],
    short: ['Roasted on the day it leaves us.', '発つ日に、焙じます。'],
    text: [
      'Only stems, roasted over sand until they smell of toast and caramel. Little caffeine: the tea for after nine.',
      '茎だけを砂で焙じると、香ばしさと甘みが立ちます。カフェインは少なめ。九時を過ぎてからのお茶です。',
    ],
    facts: [[['Garden', '茶園'], ['Uji', '宇治']], [['Roasted', '焙煎'], ['To order', '受注後']], [['Water', '湯温'], ['Boiling, 30 s', '熱湯・30秒']], [['Leaf', '茶葉'], ['6 g for two', '二人で6g']]],
    care: ['Keep it closed: it lends its scent to everything.', '香りが移りやすいので、しっかり閉じて。'],
  },
];
