/** How a follower gets what it missed: what one of 0.1.x does, the snapshot as an answer of its own, and from its position. */
export const WAYS = ['inline', 'snapshot', 'resume'] as const;
export type Way = (typeof WAYS)[number];
