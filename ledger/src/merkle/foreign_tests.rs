//! Agreement with trees we did not write: the Certificate Transparency project's published values, and the
//! `ct-merkle` crate at every size up to 130.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Sha256;

use super::*;

/// The eight inputs that CT implementations have shared since 2012.
const INPUTS: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

/// The published root after each of them.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const OVER_0_1: &str = ROOTS[1];
const LEAF_0: &str = ROOTS[0];
const LEAF_1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const OVER_2_3: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const LEAF_4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const OVER_4_5: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
const OVER_6_7: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const OVER_4_TO_7: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

fn hex(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(Hash::to_hex).collect()
}

#[test]
fn roots_of_certificate_transparency() {
    let nodes = Nodes::from_leaves(INPUTS.map(leaf_hash));
    let mut edge = Edge::new();
    for (size, (input, root)) in (1_u64..).zip(INPUTS.into_iter().zip(ROOTS)) {
        edge.push(leaf_hash(input));
        assert_eq!(edge.root().to_hex(), root);
        assert_eq!(root_at(&nodes, size).unwrap().to_hex(), root);
    }
}

#[test]
fn proofs_of_certificate_transparency() {
    let nodes = Nodes::from_leaves(INPUTS.map(leaf_hash));
    let inclusion = |index, size| hex(&prove_inclusion(&nodes, index, size).unwrap());
    assert_eq!(inclusion(0, 1), Vec::<String>::new());
    assert_eq!(inclusion(0, 8), [LEAF_1, OVER_2_3, OVER_4_TO_7]);
    assert_eq!(inclusion(5, 8), [LEAF_4, OVER_6_7, ROOTS[3]]);
    assert_eq!(inclusion(2, 3), [OVER_0_1]);
    assert_eq!(inclusion(1, 5), [LEAF_0, OVER_2_3, LEAF_4]);
    let consistency = |old, new| hex(&prove_consistency(&nodes, old, new).unwrap());
    assert_eq!(consistency(1, 1), Vec::<String>::new());
    assert_eq!(consistency(1, 8), [LEAF_1, OVER_2_3, OVER_4_TO_7]);
    assert_eq!(consistency(6, 8), [OVER_4_5, OVER_6_7, ROOTS[3]]);
    assert_eq!(consistency(2, 5), [OVER_2_3, LEAF_4]);
}

#[test]
fn every_root_and_proof_is_that_of_ct_merkle() {
    let mut theirs = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let mut ours = Nodes::new();
    let mut roots = vec![(empty_root(), theirs.root())];
    for number in 0_usize..130 {
        let entry = format!("entry-{number}").into_bytes();
        ours.push(leaf_hash(&entry));
        theirs.push(entry);
        let size = number as u64 + 1;
        let root = root_at(&ours, size).unwrap();
        assert_eq!(root.0, theirs.root().as_bytes()[..]);
        for index in 0..=number {
            let proof = prove_inclusion(&ours, index as u64, size).unwrap();
            let foreign = theirs.prove_inclusion(index);
            assert_eq!(tile::encode_hashes(&proof), foreign.as_bytes(), "leaf {index} of {size}");
        }
        for (old, (old_root, their_old_root)) in roots.iter().enumerate().skip(1) {
            let proof = prove_consistency(&ours, old as u64, size).unwrap();
            let foreign = theirs.prove_consistency(number + 1 - old);
            assert_eq!(tile::encode_hashes(&proof), foreign.as_bytes(), "{old} to {size}");
            assert!(theirs.root().verify_consistency(their_old_root, &foreign).is_ok());
            assert_eq!(check_consistency(&proof, old as u64, *old_root, size, root), Ok(()));
        }
        roots.push((root, theirs.root()));
    }
}
