// npm run package: builds and packs the extension; prints where the .vsix is.
import { packageExtension, vsix } from './project.mjs';

await packageExtension();
console.log(vsix);
