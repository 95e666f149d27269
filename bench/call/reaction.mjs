/** How long a person takes to press the button after it rings; meanwhile what is prepared gets ready, on both sides of the comparison. */
const REACTION = 700;

export const reaction = () => new Promise((resolve) => setTimeout(resolve, REACTION));
