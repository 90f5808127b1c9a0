export { ByteCounter, type ByteSink, type WrittenBytes, pour, untilClosed } from './byte-sink.js';
export { isMissing, isUrl, readFailed, systemCode, writeFailed } from './errors.js';
export { contentOf, hashOf } from './hash.js';
export { makeFolder, removeFolders } from './make-folder.js';
export { refuseFilesInside, refuseSameFiles, type NamedPaths } from './same-file.js';
export { removeLeftovers, removeStale, ScratchFolder } from './scratch-folder.js';
export {
  isStandardOutput,
  findTarget,
  followLinks,
  type Followed,
  type ReplaceOptions,
  type Target,
} from './target.js';
export { StreamSink } from './special-file.js';
export { openTarget, openWholeFile, publish } from './whole-file.js';
export { WholeFolder, type ReplaceFolderOptions } from './whole-folder.js';
export { writeWhole, WholeFiles } from './whole-files.js';
