/* global db */
// MongoDB's image runs this once, on an empty volume. The Secret `mongo` has a password for each user. A user is named for
// its one database. The image makes root itself.
const { readdirSync, readFileSync } = require('node:fs');

const passwords = '/etc/mongo-passwords';

for (const name of readdirSync(passwords)) {
  if (name.startsWith('.') || name === 'root') continue;
  const pwd = readFileSync(`${passwords}/${name}`, 'utf8');
  db.getSiblingDB(name).createUser({ user: name, pwd, roles: [{ role: 'readWrite', db: name }] });
}
