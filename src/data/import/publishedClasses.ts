/**
 * What the classes of the published sets are called, in the order of their labels.
 *
 * Sources: LeCun, Cortes & Burges (MNIST); Xiao, Rasul & Vollgraf 2017 (Fashion-MNIST); Clanuwat et al. 2018 (KMNIST); Cohen et al. 2017
 * (EMNIST, whose balanced set merges 15 small letters into their capitals); Krizhevsky 2009 (CIFAR-10 and CIFAR-100, fine labels).
 */

import type { PublishedId } from '../dataSet';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const digits = words('0 1 2 3 4 5 6 7 8 9');
const capitals = words('A B C D E F G H I J K L M N O P Q R S T U V W X Y Z');

export const publishedClasses: Readonly<Record<PublishedId, readonly string[]>> = {
  mnist: digits,
  'fashion-mnist': [
    'T-shirt',
    'trousers',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
  kmnist: words('お き す つ な は ま や れ を'),
  'emnist-balanced': [...digits, ...capitals, ...words('a b d e f g h n q r t')],
  'emnist-letters': capitals,
  'emnist-digits': digits,
  cifar10: words('airplane automobile bird cat deer dog frog horse ship truck'),
  cifar100: words(`
    apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar
    cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster
    house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree
    orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose
    sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone
    television tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm
  `).map((name) => name.replace('_', ' ')),
};
