/** Finds accounts that are banned now. */
export function bannedNow() {
  return { ban: { $ne: null }, $or: [{ 'ban.until': null }, { 'ban.until': { $gt: new Date() } }] };
}

/** Finds accounts that are not banned now. */
export function notBannedNow() {
  return { $or: [{ ban: null }, { 'ban.until': { $lte: new Date() } }] };
}
