// verify_log checks a log directory with Go's own note and tlog packages: nothing of AidLedger is used.
//
//	verify_log LOGDIR [FILE.tlog-proof ENTRYFILE]...
//
// It opens the checkpoint under the published key, rebuilds the tree from the entry bundles, compares the root, every
// hash tile, inclusion and consistency proofs, and any receipts given. Exit 0 when all agree.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// hashes holds every stored hash of the tree, in tlog's own order.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(h)) {
			return nil, fmt.Errorf("hash %d is not in the tree", index)
		}
		out[i] = h[index]
	}
	return out, nil
}

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func main() {
	if len(os.Args) < 2 || len(os.Args)%2 != 0 {
		fail("usage: verify_log LOGDIR [FILE.tlog-proof ENTRYFILE]...")
	}
	dir := os.Args[1]
	verifiers := readVerifiers(dir)
	head := openCheckpoint(readFile(filepath.Join(dir, "checkpoint")), verifiers)
	tree := rebuild(dir, head.size)
	root, err := tlog.TreeHash(head.size, tree)
	check(err, "tree hash")
	if root != head.root {
		fail("the root of the entries is %v, the checkpoint says %v", root, head.root)
	}
	tiles := compareTiles(dir, head.size, tree)
	proofs := prove(head, tree)
	receipts := os.Args[2:]
	for i := 0; i+1 < len(receipts); i += 2 {
		checkReceipt(receipts[i], receipts[i+1], verifiers, head, tree)
	}
	fmt.Printf("go: %d entries, %d tiles, %d proofs, %d receipts agree under %s\n", head.size, tiles, proofs, len(receipts)/2, head.origin)
}

func readVerifiers(dir string) note.Verifiers {
	var list []note.Verifier
	for _, line := range strings.Split(string(readFile(filepath.Join(dir, "vkey"))), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		verifier, err := note.NewVerifier(line)
		check(err, "vkey")
		list = append(list, verifier)
	}
	return note.VerifierList(list...)
}

func openCheckpoint(data []byte, verifiers note.Verifiers) checkpoint {
	opened, err := note.Open(data, verifiers)
	check(err, "checkpoint signature")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		fail("the checkpoint has %d lines", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "checkpoint size")
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err, "checkpoint root")
	head := checkpoint{origin: lines[0], size: size}
	if copy(head.root[:], root) != tlog.HashSize || len(root) != tlog.HashSize {
		fail("the checkpoint's root has %d bytes", len(root))
	}
	return head
}

// rebuild reads every entry from the bundles and stores its hashes.
func rebuild(dir string, size int64) hashes {
	var tree hashes
	for first := int64(0); first < size; first += 256 {
		width := least(size-first, 256)
		for i, entry := range bundle(dir, first/256, width) {
			stored, err := tlog.StoredHashes(first+int64(i), entry, tree)
			check(err, "stored hashes")
			tree = append(tree, stored...)
		}
	}
	return tree
}

// bundle returns the first width entries of a bundle: the full one, or the narrowest partial that is wide enough.
func bundle(dir string, index, width int64) [][]byte {
	data := readTile(dir, "tile/entries/"+paths(index), width, func(data []byte) bool { return true })
	var entries [][]byte
	for int64(len(entries)) < width {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			fail("bundle %d ends inside entry %d", index, len(entries))
		}
		length := int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	return entries
}

func readTile(dir, path string, width int64, fits func([]byte) bool) []byte {
	if data, err := os.ReadFile(filepath.Join(dir, path)); err == nil && fits(data) {
		return data
	}
	for wide := width; wide < 256; wide++ {
		if data, err := os.ReadFile(filepath.Join(dir, path+".p", strconv.FormatInt(wide, 10))); err == nil {
			return data
		}
	}
	fail("no tile %s of at least %d", path, width)
	return nil
}

// paths spells a tile number as C2SP does: groups of three digits, all but the last with an x.
func paths(index int64) string {
	spelled := fmt.Sprintf("%03d", index%1000)
	for index >= 1000 {
		index /= 1000
		spelled = fmt.Sprintf("x%03d/%s", index%1000, spelled)
	}
	return spelled
}

func compareTiles(dir string, size int64, tree hashes) int {
	compared := 0
	for level, width := 0, size; width > 0; level, width = level+1, width/256 {
		for index := int64(0); index*256 < width; index++ {
			w := least(width-index*256, 256)
			tile := tlog.Tile{H: 8, L: level, N: index, W: int(w)}
			want, err := tlog.ReadTileData(tile, tree)
			check(err, "tile data")
			found := readTile(dir, fmt.Sprintf("tile/%d/%s", level, paths(index)), w, func([]byte) bool { return true })
			if len(found) < len(want) || !bytes.Equal(found[:len(want)], want) {
				fail("tile %d/%d differs", level, index)
			}
			compared++
		}
	}
	return compared
}

// prove checks some inclusion and consistency proofs that Go makes from the same hashes.
func prove(head checkpoint, tree hashes) int {
	proofs := 0
	step := head.size/64 + 1
	for i := int64(0); i < head.size; i += step {
		record, err := tlog.ProveRecord(head.size, i, tree)
		check(err, "inclusion proof")
		leaf := tree[tlog.StoredHashIndex(0, i)]
		check(tlog.CheckRecord(record, head.size, head.root, i, leaf), "inclusion")
		old, err := tlog.TreeHash(i+1, tree)
		check(err, "old root")
		consistency, err := tlog.ProveTree(head.size, i+1, tree)
		check(err, "consistency proof")
		check(tlog.CheckTree(consistency, head.size, head.root, i+1, old), "consistency")
		proofs += 2
	}
	return proofs
}

// checkReceipt verifies a .tlog-proof over an entry file, and that its tree is a prefix of this one.
func checkReceipt(proofFile, entryFile string, verifiers note.Verifiers, head checkpoint, tree hashes) {
	text := string(readFile(proofFile))
	body, signed, found := strings.Cut(text, "\n\n")
	if !found {
		fail("%s has no checkpoint", proofFile)
	}
	lines := strings.Split(body, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("%s is no tlog-proof", proofFile)
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	check(err, "receipt index")
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		check(err, "receipt hash")
		proof = append(proof, hash)
	}
	then := openCheckpoint([]byte(signed), verifiers)
	leaf := tlog.RecordHash(readFile(entryFile))
	check(tlog.CheckRecord(proof, then.size, then.root, index, leaf), proofFile)
	consistency, err := tlog.ProveTree(head.size, then.size, tree)
	check(err, "receipt consistency")
	check(tlog.CheckTree(consistency, head.size, head.root, then.size, then.root), proofFile+" consistency")
}

func readFile(path string) []byte {
	data, err := os.ReadFile(path)
	check(err, path)
	return data
}

func check(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "verify_log: "+format+"\n", args...)
	os.Exit(1)
}

func least(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
