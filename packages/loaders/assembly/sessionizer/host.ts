/** What the host does: rare things, which core/src/slot-overflow.ts knows how to do. */

/** The handle of the set with another id in it. */
export declare function addOrigin(handle: i32, id: i32): i32;
/** The handle of the list with another id at its end. */
export declare function appendOrigin(handle: i32, id: i32): i32;
/** An id of a list, NO_ORIGIN behind its end. */
export declare function originAt(handle: i32, place: u32): i32;
/** Gives back the room of a list. */
export declare function releaseOrigins(handle: i32): void;
/** Packed counts without their starts, or ends, which are full and kept by the host from now on. */
export declare function moveStarts(key: u32, counts: u32): u32;
export declare function moveEnds(key: u32, counts: u32): u32;
/** The starts, or ends, that were moved for a key, which are forgotten when both were taken: starts first. */
export declare function takeStarts(key: u32): u32;
export declare function takeEnds(key: u32): u32;
