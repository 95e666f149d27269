/**
 * What two people read to each other to find out whether somebody sits between them: 256 things that are easily told apart by ear. In every
 * language the same number stands for the same thing, so that people who read different languages can compare too.
 */
export const en: readonly string[] = (
  'apple bread candle dolphin elephant feather guitar hammer island jacket kettle lemon mirror needle orange pencil queen rabbit ' +
  'spoon turtle umbrella violin whale yacht zebra anchor banana camel desert eagle forest giraffe honey igloo jungle kangaroo ladder ' +
  'mountain notebook octopus penguin quilt river snail tiger uniform volcano window yogurt airplane basket castle doctor envelope ' +
  'finger garlic hospital ink jewel kitchen lion mushroom nurse ocean piano raincoat soap tomato vase wheel ankle bicycle chicken ' +
  'drum eraser flute grape helmet insect judge king lake monkey nest onion parrot robot saddle train village wagon arrow bottle ' +
  'cherry duck engine flag gloves horse ice jar key lamp magnet net owl pillow rocket sheep telephone valley wolf astronaut bridge ' +
  'carrot dragon fountain goat harbor iron juice kite lobster medal nose oven peach rainbow scissors tractor vacuum waterfall acorn ' +
  'belt compass diamond egg factory grasshopper hedgehog ivy jellyfish knife leopard moon newspaper ostrich pumpkin ribbon sunflower ' +
  'tent vinegar walnut almond butterfly cloud dentist elbow fox garden hotel icicle jigsaw knee lighthouse melon nail orchid potato ' +
  'ring shark trumpet vest whistle avocado bear crab dice fan frog glasses hat kimono library microphone noodle oyster rice squirrel ' +
  'toothbrush wallet bamboo bell camera chalk clock cotton cup desk donkey door farmer fence fire flower ghost gold hamster heart ' +
  'hippo lipstick lizard magazine map market milk money motorcycle mouse museum paint panda paper pepper pineapple pocket police ' +
  'radio road rope salt sand school seal shell ship shirt shoe silver snake snow sofa spider stairs star stone strawberry sugar swan ' +
  'sword table teacher temple ticket tower watermelon'
).split(' ');
