//! How computing time is accessed, and by whom.

use super::evidence::Evidence;
use super::field::{Text, choice, record};
use crate::time::LegalDate;

choice! {
    /// What kind of user is given access, where rules turn on it (Regulation (EU) 2021/1173 Arts 16, 17(6), 12b(15)).
    UserCategory {
        Public = "public",
        Research = "research",
        Sme = "sme",
        StartUp = "start-up",
        ScaleUp = "scale-up",
        SmallMidCap = "small-mid-cap",
        Large = "large",
    }
}
choice! {
    /// Why access to the Union's time is free of charge (Regulation (EU) 2021/1173 Arts 17(6), 12b(15)(b)).
    FreeGround {
        PublicSector = "public-sector",
        HorizonEurope = "horizon-europe",
        DigitalEurope = "digital-europe",
        Cef = "cef",
        SealOfExcellence = "seal-of-excellence",
        PrivateInnovationSme = "private-innovation-sme",
        FrontierProject = "frontier-project",
        None = "none",
    }
}
choice! {
    /// By what the user's place is eligible (Regulation (EU) 2021/1173 Arts 16(4), 12b(15)(a)).
    EligiblePlace { MemberStateOrAssociated = "member-state-or-associated", BoardDecision = "board-decision" }
}
record! {
    /// That the user's place is eligible, as the host states it: no rule sees a country.
    Location { eligible: EligiblePlace, evidence: Option<Evidence> }
}
record! {
    /// How computing time is accessed; `period` is one of the system's capacity.
    Access {
        mode: Option<Text>, user_category: Option<Text>, category: Option<UserCategory>, economic: Option<bool>, commercial: Option<bool>,
        starts_on: Option<LegalDate>, period: Option<Text>, free_ground: Option<FreeGround>, location: Option<Location>,
    }
}
