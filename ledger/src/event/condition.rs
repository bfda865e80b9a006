//! What is stated about conditions of aid that decide whether a regime is open at all.

use serde_json::{Value, json};

use super::field::{Definitions, Field, choice, record, wrong_kind};
use crate::ids::Id;
use crate::json::{Faults, Json, Place};

/// Whether aid is fixed on the price or quantity of products, and on what is done with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PriceQuantity {
    /// `false`
    No,
    /// `true`: it does not say whether bought or marketed.
    Yes,
    /// `"purchased"`: of what is bought.
    Purchased,
    /// `"marketed"`: of what is put on the market.
    Marketed,
}

impl PriceQuantity {
    /// Whether it is fixed on products that are bought or put on the market.
    #[must_use]
    pub fn is_linked(self) -> bool {
        self != Self::No
    }

    /// Whether it may be fixed on products that are put on the market: `true` does not say that it is not.
    #[must_use]
    pub fn may_be_marketed(self) -> bool {
        matches!(self, Self::Yes | Self::Marketed)
    }
}

impl Field for PriceQuantity {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        match json {
            Json::Bool(true) => Some(Self::Yes),
            Json::Bool(false) => Some(Self::No),
            Json::Text(word) if word == "purchased" => Some(Self::Purchased),
            Json::Text(word) if word == "marketed" => Some(Self::Marketed),
            other => wrong_kind(other, "true, false, \"purchased\" or \"marketed\"", at, faults),
        }
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"enum": [false, true, "purchased", "marketed"]})
    }
}

choice! {
    /// What aid to fishery is for (Regulation (EU) No 717/2014 Art. 1(1)(d) to (k)).
    FisheryPurpose {
        VesselPurchase = "vessel-purchase",
        Engine = "engine",
        Capacity = "capacity",
        NewVessel = "new-vessel",
        Cessation = "cessation",
        Exploratory = "exploratory",
        BusinessTransfer = "business-transfer",
        Restocking = "restocking",
        None = "none",
    }
}
choice! {
    /// On which exception aid to fishery relies (Regulation (EU) No 717/2014 Art. 1(1)(h), (k), 1(4), 2(1)(d)).
    FisheryException {
        OutermostUnder12m = "outermost-under-12m",
        Cessation2021_1139 = "cessation-2021-1139",
        ConservationMeasure = "conservation-measure",
        Experimental = "experimental",
    }
}
record! {
    /// Conditions that decide whether a regime is open at all (Regulation (EU) 2023/2831 Art. 1(1), Regulation (EU) No 651/2014 Art. 1).
    /// `compensation` is for a service of general economic interest that the source does not name.
    Conditions {
        export_linked: bool, domestic_goods: bool, price_quantity_linked: PriceQuantity, separated_activities: Option<bool>,
        sgei_service: Option<Id>, compensation: Option<bool>, headquarters_required: Option<bool>, branch_at_payment: Option<bool>,
        results_restricted: Option<bool>, passed_on_to_primary_producers: Option<bool>, fishery_purpose: Option<FisheryPurpose>,
        fishery_exception: Option<FisheryException>,
    }
}
