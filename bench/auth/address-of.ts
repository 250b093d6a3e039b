/** A different client each time, so that the limit per address does not end the bench. */
export const addressOf = (turn: number) => `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`;
