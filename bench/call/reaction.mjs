/** How long a person takes to press the button after it rings, in ms; meanwhile what is prepared gets ready, on both sides of the comparison. */
const REACTION = 700;
/** How often a browser's fake camera gives a picture, in ms. */
const PICTURE = 50;

let turn = 0;

/**
 * Presses fall evenly between two pictures: one that always came at the same moment would measure how far off the next picture was. Both that
 * are compared get the same moments, as they take turns.
 */
export const reaction = () => new Promise((resolve) => setTimeout(resolve, REACTION + ((Math.floor(turn++ / 2) * 0.618) % 1) * PICTURE));
