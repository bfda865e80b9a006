# The German catalogue, in the register of the Official Journal. Keys, arguments and order are those of en.ftl; a term of the
# law stands as { -term } and is written in docs/reference/legal-terms.csv alone. Where a sentence begins and where it ends,
# capitals and full stops are as in en.ftl: most sentences are parts of longer ones.

### What a pack leaves out

left_out = hier lassen die Regeln etwas aus: { $text } ({ $effect })

### Two choices of packs compared over a log

diff_entry = Position { $position }: { $kind } durch { $party }, betreffend { $subject }
diff_award = Beihilfe { $award }{ $whose_given ->
    [yes] { " " }an { $whose }
   *[no] { "" }
  }{ $on_given ->
    [yes] , gewährt am { $on }
   *[no] { "" }
  }
diff_member = { $member }: erstens { $a }, zweitens { $b }
diff_headroom = Spielraum von { $undertaking } unter { $regime } in { $member_state } am { $on }: erstens { $a }; zweitens { $b }
diff_room = { $remaining } EUR von { $ceiling } EUR, { $excess } EUR darüber
diff_no_room = keine Antwort
diff_verdicts = { $differ } von { $compared } Entscheidungen
diff_rooms = { $differ } von { $compared } Spielräumen
diff_sum = es weichen ab: { $verdicts } und { $rooms }

### A pack as it is shown

show_title = { $pack } { $version }: { $title }
show_law = Wessen Recht es ist: { $whose }. Wie weit darauf zu vertrauen ist: { $status }.
show_sha256 = Sein Hashwert (SHA-256), den eine Annahme unterschreibt: { $sha256 }
show_on = Was für Gewährungen vom { $on } gilt, und nichts anderes daraus.
show_rules = Regeln
show_rule = { $id }: { $title }
show_kind = was sie besagt: { $kind }
show_cited = wo es steht: { $citation }
show_days = für Gewährungen ab dem { $from }{ $until_given ->
    [yes] { " " }bis zum { $until }
   *[no] , ohne bekanntes Ende
  }
show_stated = { $key }: { $value }
show_named_figure = { $name }{ $value_given ->
    [yes] { " " }({ $value })
   *[no] { "" }
  }
show_none = keine
show_figures = Werte
show_figure = { $id }: { $title }
show_days_of_value = { $whose_given ->
    [yes] von { $whose }, ab dem { $from }
   *[no] ab dem { $from }
  }{ $until_given ->
    [yes] { " " }bis zum { $until }
   *[no] { "" }
  }
show_value = { $days }: { $value }; { $citation }
show_amount = { $value } { $unit }
show_reading = Dies ist eine Auslegung des Textes: { $note }
show_lists = Listen
show_list = { $id }: { $rows ->
    [one] { $rows } Zeile
   *[other] { $rows } Zeilen
  }
show_not_modelled = Was ausgelassen ist
show_complete = Nichts ist genannt: Das Paket gibt sich als vollständig aus.
pack_word_jurisdiction_eu = das der Union
pack_word_jurisdiction_member_state = das eines { -member-state(form: "gen") }
pack_word_status_illustrative = beispielhaft, sorgfältig verfasst und von keinem Juristen geprüft
pack_word_status_reviewed = von einem Juristen geprüft
pack_word_status_adopted = von einer eigenen Regelbehörde in Kraft gesetzt
pack_kind_window_cap = das Höchste, das in einem Zeitraum von so vielen Jahren gehalten werden darf
pack_kind_eligibility_in_force = für Gewährungen welcher Tage es verwendet werden darf
pack_kind_eligibility_reservation_life = wie lange eine Reservierung bestehen darf
pack_kind_eligibility_no_aid = aus welchen Gründen etwas keine Beihilfe ist
pack_kind_cumulation_same_service = keine Beihilfe neben einem anderen Ausgleich für dieselbe Dienstleistung
pack_kind_cumulation_same_costs = Beihilfen für dieselben Kosten zusammen nicht über den Kosten
pack_kind_cumulation_single_undertaking = wer { -single-undertaking } ist, wo kein { -ceiling } es sagt
pack_kind_exclusion = Tätigkeiten, die nicht bedient werden
pack_kind_exclusion_serves = der eine Wirtschaftszweig, der bedient wird
pack_kind_exclusion_statement = eine Bedingung, unter der es nicht verwendet werden darf
pack_kind_valuation_forex = wie alt ein Wechselkurs sein darf
pack_kind_valuation_conversion = zu welchen Kursen eine Währung endgültig umgerechnet wird
pack_kind_valuation_loan_safe_harbour = was ein Darlehen ohne Bewertung seines Risikos wert ist
pack_kind_valuation_guarantee_safe_harbour = was eine Garantie ohne Bewertung ihres Risikos wert ist
pack_kind_valuation_loan_reference_rate = was ein Darlehen nach dem Abstand zu einem { -reference-rate } wert ist
pack_kind_valuation_discount = wie künftige Zahlungen abgezinst werden
pack_kind_valuation_capital = bis zu welchem Betrag eine Kapitalzuführung transparent ist
pack_kind_valuation_capped = bis zu welcher Obergrenze ein anderes Instrument transparent ist
pack_kind_valuation_funding = wessen Mittel als die des Staates gelten
pack_kind_duty_deadline = was bis zu einem Tag zu tun ist
pack_kind_duty_retention = was bis zu einem Tag aufzubewahren ist
pack_kind_duty_declaration = wann eine Erklärung über andere Beihilfen benötigt wird
pack_kind_duty_calendar = welche Tage als { -working-days } gelten, und welche Fristen sich verschieben
pack_kind_national_cap = das Höchste, das ein Staat allen zusammen gewähren darf
pack_kind_eligibility_separated = wann nicht bediente Tätigkeiten die bedienten nicht ausschließen
pack_kind_exclusion_fishery_purpose = Zwecke in der Fischerei, für die es nicht verwendet werden darf
pack_kind_valuation_portfolio = was einem Finanzintermediär Garantien auf seine Darlehen wert sind
pack_key_regime = unter
pack_key_regimes = unter
pack_key_except = nicht unter
pack_key_except_in_doubt = nach einer Auslegung des Textes nicht unter
pack_key_note = Anmerkung
pack_key_status = Geltung
pack_key_scope = wessen Beihilfen zusammengerechnet werden
pack_key_unit = wessen Gewährungen zusammengerechnet werden
pack_key_window_years = Jahre des Zeitraums
pack_key_boundary = der erste Tag des Zeitraums
pack_key_ceiling = { -ceiling }
pack_key_code = einer Gewährung, die sie aufhält, wird geantwortet
pack_key_unlinked_through = Inhaber, über die Unternehmen nicht verbunden sind
pack_key_cross_border = Beherrschung über eine Grenze hinweg
pack_key_natural_persons = Beherrschung durch natürliche Personen
pack_key_counts = was von früheren Beihilfen zählt
pack_key_mode = ob es zählt
pack_key_legacy = ob sie ausgelaufen ist
pack_key_tail = was nach ihrer Geltungsdauer gewährt werden darf
pack_key_until = bis
pack_key_serves = bedient
pack_key_days = Tage
pack_key_grounds = Gründe
pack_key_ground = Grund
pack_key_test = was der Erklärung zu entnehmen sein muss
pack_key_state_aid = was hier als staatliche Beihilfe gilt
pack_key_statement = die Bedingung
pack_key_sectors = Tätigkeiten, nach der Liste
pack_key_max_age = höchste Zahl der Tage zwischen Kurs und Gewährung
pack_key_rates = Kurse
pack_key_short_amount = größter Betrag für die kürzere Laufzeit
pack_key_short_years = die kürzere Laufzeit
pack_key_long_amount = größter Betrag für die längere Laufzeit
pack_key_long_years = die längere Laufzeit
pack_key_least_band = Mindestbonität eines großen Unternehmens
pack_key_collateral_min = Mindestbesicherung
pack_key_cover_max = höchste Deckung
pack_key_formula = nach welcher Formel
pack_key_years_decimals = Dezimalstellen, auf die die Jahre gerundet werden
pack_key_margin = Marge über dem { -base-rate }
pack_key_base_rate_age = Tage, ab denen ein { -base-rate } als alt bezeichnet wird
pack_key_year_days = Tage eines Jahres
pack_key_limit = das Höchste, das transparent ist
pack_key_origins = Mittel, die zählen
pack_key_working_days = Frist
pack_key_computed_from = Verspätung, ab der es gesagt wird, wo Feiertage berechnet sind
pack_key_missing_from = Verspätung, ab der es gesagt wird, wo Feiertage fehlen
pack_key_years = Jahre, die eine Erklärung oder ein Register erfasst
pack_key_name = ihr Name
pack_key_starts = sie läuft ab
pack_key_by = wer es zu tun hat
pack_key_ticked_by = die Erklärung, die sagt, dass es getan ist
pack_key_about = wessen sie ist
pack_key_register = von Staaten, deren Register ist
pack_key_basis = von Beihilfen, gewährt
pack_key_instruments = von Beihilfen mit den Instrumenten
pack_key_except_instruments = nicht von Beihilfen mit den Instrumenten
pack_key_months = Monate
pack_key_day = der Tag des folgenden Jahres
pack_key_date = der Tag
pack_key_wider_years = Jahre nach der weiteren Auslegung
pack_key_fiscal_years = Steuerjahre
pack_key_roll = ihr letzter Tag, wo er kein { -working-days(form: "one") } ist
pack_key_above = von Beihilfen über
pack_key_by_sector = bei manchen Tätigkeiten über einem anderen Betrag
pack_key_activities = Tätigkeiten, nach der Liste
pack_key_weekend = Wochentage, die keine { -working-days } sind
pack_key_forward_roll = das Ende einer Frist, das kein { -working-days(form: "one") } ist
pack_key_look_back_roll = der Beginn eines zurückblickenden Zeitraums
pack_key_beside = neben Beihilfen unter
pack_key_caps = Beträge je Staat, nach der Liste
pack_key_ceiling_disputed = was manche als { -ceiling } lesen
pack_key_excludes = ausgeschlossen, wo sie sich richtet nach dem, was man
pack_key_fiscal_years_of = wessen Steuerjahre es sind
pack_key_gate = was { -insolvency } oder ein niedriges Rating ausschließen
pack_key_losses = wie Verluste getragen werden
pack_key_not_stated = wo nichts angegeben ist
pack_key_option = was gilt, wo ein Staat einen höheren { -ceiling } gewählt hat
pack_key_option_only = nur wo ein Staat es gewählt hat
pack_key_product_sector = für jeden Erzeugnissektor für sich
pack_key_purposes = Zwecke
pack_key_retroaction = es gilt für Beihilfen aus der Zeit vor seinem ersten Tag
pack_key_reviews = für eine Person, wo sie sich richtet nach dem, was man
pack_key_share = Teil des Betrags je Staat
pack_key_small_loan = größtes Darlehen eines Portfolios kleiner Darlehen
pack_key_spared = ausgenommen
pack_key_sum = ob es ein { -ceiling } für die Summe mit anderen Rechtsakten ist
pack_key_total = das Höchste, das die Darlehen ausmachen dürfen
pack_key_total_small = dasselbe bei kleinen Darlehen
pack_key_total_age = Tage, nach denen eine angegebene Summe veraltet ist
pack_key_word = die Wahl
pack_key_effect = was aus einer betroffenen Gewährung wird
pack_key_forms = Beihilfen in den Formen
pack_word_effect_warn = sie wird beantwortet, und dies wird neben der Antwort gesagt
pack_word_effect_refer = eine Person entscheidet
pack_word_effect_error = sie ist nicht erfasst
pack_word_forms_grant = Zuschüsse
pack_word_forms_instalments = Zuschüsse in Tranchen
pack_word_forms_interest_subsidy = Zinszuschüsse
pack_word_forms_loan = Darlehen
pack_word_forms_guarantee = Garantien
pack_word_forms_capital = Kapitalzuführungen
pack_word_forms_compute = Rechenzeit
pack_word_forms_credits = Guthaben
pack_word_forms_service = Dienstleistungen
pack_word_forms_portfolio = Garantieportfolios
pack_word_forms_declared = Beihilfen, wie jemand sie erklärt hat
pack_word_starts_grant = dem Tag der Gewährung
pack_word_starts_report = dem Tag des Eingangs des Berichts eines Intermediärs
pack_word_starts_year_of_grant = dem Ende des Jahres der Gewährung
pack_word_starts_tax_declaration = dem Tag, an dem die Steuererklärung fällig ist
pack_word_starts_scheme = dem Tag des Inkrafttretens der Beihilferegelung
pack_word_starts_last_aid_of_scheme = der letzten Beihilfe auf der Grundlage der Beihilferegelung
pack_word_starts_last_aid_of_provider = der letzten Beihilfe, die die Behörde gewährt hat
pack_word_starts_request = dem Tag des Eingangs eines Ersuchens
pack_word_starts_quarter = dem Ende jedes Quartals
pack_word_starts_year = dem Ende jedes Jahres
pack_word_starts_date = keinem Tag: Der letzte steht fest
pack_word_by_member_state = der { -member-state }
pack_word_by_granting_authority = die { -granting-authority }
pack_word_by_intermediary = der Finanzintermediär
pack_word_by_provider = wer die Beihilfe bereitstellt
pack_word_by_host = die Hosting-Stelle
pack_word_ticked_by_register_receipt = eine Bestätigung des Registers
pack_word_ticked_by_publication_made = eine Veröffentlichung
pack_word_ticked_by_duty_done = die Erklärung, dass die Pflicht erfüllt ist
pack_word_about_member_state = des { -member-state(form: "gen") }
pack_word_about_system = des Systems
pack_word_register_national = ein nationales
pack_word_register_union = das der Union
pack_word_excludes_purchased = kauft
pack_word_excludes_marketed = auf den Markt bringt
pack_word_reviews_purchased = kauft
pack_word_reviews_marketed = auf den Markt bringt
pack_word_fiscal_years_of_beneficiary = dessen, der die Beihilfe erhält
pack_word_fiscal_years_of_recipient = dessen, der die jeweilige frühere Beihilfe erhielt
pack_word_fiscal_years_of_calendar = Kalenderjahre
pack_word_gate_every_method = jede Art der Bewertung
pack_word_gate_formula = die Formel allein
pack_word_limit_line = die Kosten der Position
pack_word_limit_highest_intensity = die höchste Intensität oder der höchste Betrag einer Beihilfe für die Position
pack_word_losses_proportional = anteilig von beiden
pack_word_losses_not_asked = nicht gefragt
pack_word_not_stated_nothing = folgt nichts
pack_word_not_stated_review = entscheidet eine Person
pack_word_option_only_true = ja
pack_word_option_only_false = nein
pack_word_product_sector_true = ja
pack_word_product_sector_false = nein
pack_word_sum_true = ja
pack_word_sum_false = nein
pack_word_purposes_vessel_purchase = Kauf eines Schiffs
pack_word_purposes_engine = ein Motor
pack_word_purposes_capacity = mehr Fangkapazität
pack_word_purposes_new_vessel = ein neues Schiff
pack_word_purposes_cessation = Einstellung der Fischerei
pack_word_purposes_exploratory = Versuchsfischerei
pack_word_purposes_business_transfer = Übertragung eines Betriebs
pack_word_purposes_restocking = Besatzmaßnahmen
pack_word_spared_outermost_under_12m = kleine Schiffe aus Gebieten in äußerster Randlage
pack_word_spared_cessation_2021_1139 = Einstellung im Sinne des Rechtsakts über den Fischereifonds
pack_word_spared_conservation_measure = Bestandserhaltungsmaßnahmen
pack_word_spared_experimental = Besatz zu Versuchszwecken
pack_word_register_any = irgendeines
pack_word_word_3_2a = die der Fischerei
pack_word_word_3_3a = die der Landwirtschaft
pack_word_basis_ad_hoc = ad hoc
pack_word_basis_scheme = auf der Grundlage einer Beihilferegelung
pack_word_instruments_grant_or_interest_subsidy = Zuschüsse und Zinszuschüsse
pack_word_instruments_loan_or_repayable_advance = Darlehen und rückzahlbare Vorschüsse
pack_word_instruments_guarantee = Garantien
pack_word_instruments_tax_advantage = Steuervergünstigungen
pack_word_instruments_risk_finance = Risikofinanzierung
pack_word_instruments_subsidised_services = bezuschusste Dienstleistungen
pack_word_instruments_other = andere
pack_word_except_instruments_grant_or_interest_subsidy = Zuschüsse und Zinszuschüsse
pack_word_except_instruments_loan_or_repayable_advance = Darlehen und rückzahlbare Vorschüsse
pack_word_except_instruments_guarantee = Garantien
pack_word_except_instruments_tax_advantage = Steuervergünstigungen
pack_word_except_instruments_risk_finance = Risikofinanzierung
pack_word_except_instruments_subsidised_services = bezuschusste Dienstleistungen
pack_word_except_instruments_other = andere
pack_word_forms_repayable_advance = rückzahlbare Vorschüsse
pack_word_forms_asset = veräußerte oder vermietete Vermögenswerte
pack_word_forms_ip_transfer = Übertragungen von Rechten des geistigen Eigentums
pack_word_forms_tax_relief = Steuererleichterungen
pack_word_scope_member_state = die jedes { -member-state(form: "gen") } für sich
pack_word_scope_union = die aller Mitgliedstaaten zusammen
pack_word_unit_single_undertaking = die sämtlicher Einheiten, die als { -single-undertaking } gelten
pack_word_unlinked_through_public_body = öffentliche Stellen
pack_word_unlinked_through_non_profit = Einrichtungen ohne Erwerbszweck
pack_word_mode_counted = es zählt
pack_word_mode_interpretation = der Text lässt es offen, und es zählt nicht
pack_word_status_interpretation = eine Auslegung des Textes
pack_word_legacy_true = ja: Gewährtes zählt, und nichts Neues wird zugelassen
pack_word_legacy_false = nein
pack_word_serves_any_aid = jede Beihilfe
pack_word_serves_schemes = Beihilfen auf der Grundlage einer Beihilferegelung
pack_word_test_no_state_money = keine der Mittel stammen vom Staat
pack_word_test_market_price = der Empfänger bezahlt, was er erhält
pack_word_test_non_economic_use = es ist Rechenzeit für keine wirtschaftliche Tätigkeit
pack_word_state_aid_gber = Beihilfen nach der Gruppenfreistellung
pack_word_state_aid_notified = angemeldete Beihilfen
pack_word_statement_export_linked = sie ist an Ausfuhren gebunden
pack_word_statement_domestic_goods = sie hängt davon ab, dass heimische Waren Vorrang vor eingeführten Waren erhalten
pack_word_statement_price_quantity_linked = sie richtet sich nach Preis oder Menge von Primärerzeugnissen oder wird an deren Erzeuger weitergegeben
pack_word_statement_no_sgei_service = keine { -sgei } ist genannt
pack_word_origins_state = des Staates
pack_word_origins_shared_management = der Union, unter geteilter Mittelverwaltung
pack_word_origins_union_central = der Union, von ihr selbst verwaltet
pack_word_origins_ms_donated = von einem { -member-state } geschenkt
pack_word_origins_private = private
pack_word_origins_undetermined = unbekannter Herkunft
pack_word_boundary_closed = er zählt
pack_word_boundary_half_open = er zählt nicht
pack_word_weekdays_monday = Montag
pack_word_weekdays_tuesday = Dienstag
pack_word_weekdays_wednesday = Mittwoch
pack_word_weekdays_thursday = Donnerstag
pack_word_weekdays_friday = Freitag
pack_word_weekdays_saturday = Samstag
pack_word_weekdays_sunday = Sonntag
pack_word_roll_next_working_day = verschiebt sich auf den nächsten { -working-days(form: "one") }
pack_word_roll_none = bleibt, wie er ist
pack_word_cross_border_counted = sie macht zu einem Unternehmen
pack_word_cross_border_not_counted = sie macht niemanden zu einem Unternehmen
pack_word_natural_persons_counted = sie macht zu einem Unternehmen
pack_word_natural_persons_not_counted = sie macht niemanden zu einem Unternehmen
pack_word_loan_formula_none = keine Formel des Staates ist bekannt: Solche Darlehen sind nicht erfasst
pack_word_loan_formula_undiscounted = Darlehensbetrag x Jahre x ({ -base-rate } + Marge - Zinssatz des Darlehens), nicht abgezinst
pack_unit_EUR = Euro
pack_unit_percent = %
pack_unit_day = Tage
pack_unit_working_day = { -working-days }
pack_unit_month = Monate
pack_unit_year = Jahre
pack_unit_day_of_year = (Monat und Tag)
pack_unit_date = (Tag)
pack_unit_decimals = Dezimalstellen
pack_unit_credit_band = oder besser
pack_unit_conversion_rate = für einen Euro

### What became of a statement

verdict = { $outcome }: { $kind }
outcome_admitted = zugelassen
outcome_recorded = als Tatsache aufgezeichnet
outcome_refused = abgelehnt, ohne Wirkung
outcome_deferred = ohne Wirkung, bis eine Person entschieden hat; dies ist keine Ablehnung
no_effect = im Register hat sich außer diesem Eintrag nichts geändert
named = { $word }: { $meaning }
way_out = was getan werden kann: { $way }
prices_the_past = late_registration: ein Preis wird für Tage vor der Erklärung veröffentlicht; er wirkt ab hier und bewertet nichts neu
unknown_object = unter { $id } ist nichts aufgezeichnet
disagrees = diese Neuberechnung kommt nicht auf den aufgezeichneten Betrag; die Aufzeichnung bleibt bestehen, und eine Prüfung würde den Unterschied melden
no_rule = die Regel { $rule } steht nicht in dem Recht, mit dem diese Erläuterung erstellt wurde; ihre Beihilfen können daher nicht aufgeführt werden

### Amounts and counts

eur = { $amount } EUR
figure_range = { $low } bis { $high }
figure_open = { $low } oder mehr
between_and = und
between_or = oder
at_position = (Position { $position })
awards = { $count ->
    [one] { $count } Beihilfe
   *[other] { $count } Beihilfen
  }

### What aid is worth

worth = Wert der Beihilfe für den Empfänger (Form: { $form })
worth_unsettled = der Wert der Beihilfe konnte nicht festgestellt werden (Form: { $form })
no_rate = für { $currency } wurde kein Wechselkurs nahe genug vor dem { -date-of-grant } veröffentlicht
not_judged = diese Fassung hat keine Regel für den Wert einer Beihilfe der Form { $form }, wie sie hier erklärt ist
too_large = der Betrag ist größer als jeder, den ein Register zählt
rate = 1 EUR = { $rate } { $currency } am { $on } ({ $source })
rate_age = ein Kurs, der nicht angibt, bis wann er gilt, darf höchstens { $days } { $days ->
    [one] Tag
   *[other] Tage
  } älter sein als die Gewährung
rate_for_good = 1 EUR = { $rate } { $currency } unwiderruflich seit dem { $from }: veröffentlichte Kurse bleiben außer Betracht
rounding = genau berechnet und einmal gerundet, am Ende: ein halber Cent wird aufgerundet, und eine Beihilfe ist nie kleiner als null
decided_as_before = der aufgezeichnete Betrag, den eine Berichtigung, die die Beihilfe unberührt lässt, nicht neu bewertet
lessened = was die Beihilfe fortan zählt: der kleinere Betrag aus dem, was sie zählte, und dem größeren aus dem neuen Betrag und dem, was behalten und nicht zurückgezahlt wurde
old_figure = was sie zuvor zählte
stated_after = der neue Betrag, wie erklärt
kept = was verwendet oder ausgezahlt wurde
repaid = davon zurückgezahlt (ohne Zinsen)
old_self = die Beihilfe, wie sie stand, bleibt außer Betracht: eine Berichtigung wird beurteilt, als wäre die Beihilfe neu

operation = Berechnung: { $formula }
formula = { $terms }
smaller_of = der kleinere Betrag aus { $first } und { $second }
share_of = ({ $whole }) x { $percent } %
sum_of_discounted = die Summe aus Betrag / (1 + { $percent } %)^(Tage / { $days })

input_nominal = gewährter Betrag: { $figure } { $unit }
input_face_value = Nennwert: { $figure } { $unit }
input_market_value = Marktwert: { $figure } { $unit }
input_price_paid = vom Empfänger gezahlter Preis: { $figure } { $unit }
input_quantity = Menge: { $figure } { $unit }
input_unit_price = Preis einer Einheit: { $figure } { $unit }
input_declared = Wert laut Erklärung: { $figure } { $unit }
input_low_end = mindestens, laut Erklärung: { $figure } { $unit }
input_high_end = höchstens, laut Erklärung: { $figure } { $unit }
input_payment = Zahlung: { $figure } { $unit }
input_principal = Darlehensbetrag: { $figure } { $unit }
input_guaranteed = garantierter Betrag: { $figure } { $unit }
input_portfolio = garantierte Darlehen insgesamt: { $figure } { $unit }
input_largest_loan = größtes davon: { $figure } { $unit }
input_injection = zugeführtes Kapital: { $figure } { $unit }
input_years = Laufzeit: { $figure } Jahre
input_collateral = Sicherheiten: { $figure } %
input_interest_rate = Zinssatz des Darlehens: { $figure } %
input_rate_on_success = Satz bei Erfolg des Vorhabens: { $figure } %
input_contribution = Eigenbeitrag des Empfängers: { $figure } { $unit }
input_investment = Investition: { $figure } { $unit }
input_relief = Steuererleichterung: { $figure } %
input_cover = höchste Deckung des Darlehens: { $figure } %
input_cap = Obergrenze: { $figure } { $unit }

### Words of the wire in prose

form_grant = Zuschuss
form_instalments = Zuschuss in Tranchen
form_interest_subsidy = Zinszuschuss
form_loan = Darlehen
form_guarantee = Garantie
form_capital = Kapitalzuführung
form_compute = Rechenzeit
form_credits = Guthaben
form_service = Dienstleistung
form_portfolio = Portfolio
form_repayable_advance = rückzahlbarer Vorschuss
form_asset = Veräußerung eines Vermögenswerts
form_ip_transfer = Übertragung von Rechten des geistigen Eigentums
form_tax_relief = Steuererleichterung
form_declared = erklärter Wert
size_micro = Kleinstunternehmen
size_small = kleines Unternehmen
size_medium = mittleres Unternehmen
size_small_mid_cap = kleines Unternehmen mittlerer Kapitalisierung
size_large = großes Unternehmen
stands_admitted = zugelassen
stands_recorded = aufgezeichnet
stands_over_ceiling = über dem { -ceiling }
stands_reduced = herabgesetzt
stands_uncounted = nicht gezählt
became_admitted = zugelassen
became_recorded = aufgezeichnet
became_refused = abgelehnt
became_deferred = zurückgestellt

### Forms of aid that are no plain money

no_price = kein Preis einer Einheit ist erklärt, und für dieses System, diese Einheit und dieses Datum wurde keiner veröffentlicht
no_base_rate = für den { -date-of-grant } wurde kein { -base-rate } des gewährenden Staates veröffentlicht, oder keiner, der einen Teiler übrig lässt
not_covered = keine aufgezeichnete Regel bewertet eine Beihilfe der Form { $form } unter dieser Regelung in der erklärten Weise
barred = außerhalb der Safe-Harbour-Regelung hat diese Form ohne Risikobewertung keinen Betrag
price = 1 { $unit } = { $price }, veröffentlicht für den { $from } und danach ({ $method })
discount_rate = künftige Zahlungen werden mit { $percent } % pro Jahr, jährlich aufgezinst, für die Tage ab der Gewährung abgezinst
base_rate = { -base-rate } des gewährenden Staates: { $percent } %, veröffentlicht für den { $from } und danach
margin = zuzüglich: { $percent } Prozentpunkte
year_days = ein Jahr hat in dieser Berechnung { $days } Tage
payment = fällig am { $due }, { $days ->
    [0] nicht nach der Gewährung: Wert
    [one] { $days } Tag nach der Gewährung: heutiger Wert
   *[other] { $days } Tage nach der Gewährung: heutiger Wert
  }
safe_harbour = innerhalb der Safe-Harbour-Regelung ist keine Risikobewertung erforderlich: der { -ceiling } im Verhältnis zu Betrag und Laufzeit
pair = höchstens { $amount } EUR für höchstens { $years } Jahre: { $fits ->
    [yes] dies ist erfüllt
   *[no] dies ist nicht erfüllt
  }
formula_ceiling = der { -ceiling } in der Formel beträgt { $ceiling } EUR
is_met = { $met ->
    [yes] dies ist erfüllt
   *[no] dies ist nicht erfüllt
  }
collateral = Sicherheiten von mindestens { $least } % des Darlehens: { is_met }
cover = Deckung von höchstens { $most } % zu jedem Zeitpunkt, Verluste anteilig getragen: { is_met }
size = { $size_given ->
    [yes] das Unternehmen ist als { $size } aufgezeichnet
   *[no] die Größe des Unternehmens ist nicht aufgezeichnet, was nichts ausschließt
  }
band = { $band_given ->
    [yes] das aufgezeichnete Rating ist { $band }; ein großes Unternehmen benötigt { $least } oder besser
   *[no] kein Rating ist aufgezeichnet; ein großes Unternehmen benötigt { $least } oder besser
  }
insolvency_unknown = über eine Insolvenz ist nichts aufgezeichnet, was nichts ausschließt
insolvency_none = als nicht insolvent aufgezeichnet
insolvency_proceedings = als in einem { -insolvency } befindlich aufgezeichnet
insolvency_criteria_met = als die Voraussetzungen für die Eröffnung eines { -insolvency(form: "gen") } erfüllend aufgezeichnet
capital_limit = Kapital ist bis { $limit } EUR eine transparente Beihilfe; genau so viel ist zulässig
gates = nach jeder Methode muss das Unternehmen solvent sein und ein großes ein Rating haben
cap_limit = mit einer Obergrenze von höchstens { $limit } EUR ist ein anderes Instrument eine transparente Beihilfe; genau so viel ist zulässig
part_inside = die { $percent } %, die dem Staat zugerechnet werden, liegen innerhalb der Grenzen, das Ganze nicht; welches von beiden der Rechtsakt meint, ist offen, und der Teil des Staates wird zugrunde gelegt
not_transparent = weder ein Betrag noch eine Obergrenze ist erklärt, sodass niemand im Voraus sagen kann, auf wie viel sie sich beläuft
saved_interest = Wert: die gegenüber dem { -reference-rate } des Tages der Gewährung ersparten Zinsen: auf den gesamten Darlehensbetrag, für alle Jahre, nicht abgezinst
reference_rate = der { -reference-rate } beträgt { $percent } %
no_margin = für ein Unternehmen mit diesem Rating ist keine Marge aufgezeichnet
rate_not_stated = der Zinssatz des Darlehens ist nicht erklärt
formula_years = { $years } Jahre gehen ein, gerundet auf { $decimals ->
    [one] { $decimals } Dezimalstelle
   *[other] { $decimals } Dezimalstellen
  }
cap_exact = höchstens die Obergrenze zählt
cap_in_full = die Obergrenze zählt in voller Höhe, bis der genaue Betrag verbindlich ist, wie viel davon auch verwendet wird
cap_fixed_sum = der feste Betrag, den die Beihilferegelung angekündigt hat, zählt, wie viel davon auch verwendet wird
share = hiervon stammen { $percent } % vom Staat oder können von ihm stammen, und nur dies zählt

### Whose awards are added up

group = wessen Beihilfen zusammengerechnet werden: ein Unternehmen unter { $numbers ->
    [one] einer Nummer
   *[other] { $numbers } Nummern
  }
single_undertaking = wessen Beihilfen zusammengerechnet werden: { $undertakings } Unternehmen{ $numbered ->
    [yes] { " " }unter { $numbers } Nummern, die am { $day } { -single-undertaking } sind
   *[no] , die am { $day } { -single-undertaking } sind
  }
unregistered = { $id } ist nicht eingetragen
namesake = { $id } und { $other } haben dieselbe Nummer in einem Register eines Staates, und niemand hat erklärt, ob es sich um eine Gesellschaft handelt; die Identifizierung durch ein Register klärt dies
member = { $id }
registered_at = eingetragen an Position { $position }
same_by = dasselbe Unternehmen wie { $id }, erklärt an Position { $position }
stated_by = { $by_given ->
    [yes] ; erklärt von { $by }, nur deren eigene Gewährungen stützen sich darauf
   *[no] { "" }
  }
controls = { $controller } kontrolliert { $controlled } ab dem { $from }{ $weak ->
    [yes] ; dies ist nur erklärt, ohne Beleg
   *[no] { "" }
  }{ stated_by }
absorbed = { $surviving } hat { $absorbed } am { $on } übernommen{ stated_by }
same_for = dasselbe Unternehmen wie { $other }{ stated_by }
set_aside = { $holder } ist ab dem { $from } eine { $public ->
    [yes] öffentliche Stelle
   *[no] gemeinnützige Einrichtung
  }, über die niemand verbunden ist: { $links ->
    [one] { $links } Verbindung bleibt außer Betracht
   *[other] { $links } Verbindungen bleiben außer Betracht
  }
another_group = wer am { $day }, dem letzten Tag dieses Zeitraums, zusammen { -single-undertaking } ist, weicht vom Tag der Gewährung ab; die Geschichte dieser Gruppe zählt hier
joins = { $id } gehört dann dazu
leaves = { $id } gehört dann nicht dazu
control_ended = { $controller } kontrolliert { $controlled } ab dem { $on } nicht mehr

reading_without_weak = eine andere Lesart: ohne nur erklärte Verbindungen
reading_with_all_weak = eine andere Lesart: mit Verbindungen, die irgendeine Partei nur erklärt hat
reading_through_persons = eine andere Lesart: wenn das, was eine { -natural-person } kontrolliert, ein Unternehmen wäre
reading_without_persons = eine andere Lesart: wenn eine { -natural-person } niemanden verbände
reading_undeclared = eine andere Lesart: wenn eine Mehrheit der Stimmrechte verbände, die niemand als Verbindung erklärt hat
reading_across_borders = eine andere Lesart: wenn grenzüberschreitende Verbindungen ein Unternehmen begründeten
reading_within_borders = eine andere Lesart: wenn grenzüberschreitende Verbindungen nicht { -single-undertaking } begründeten
reading_all_parties = eine andere Lesart: mit dem, was jede andere Partei erklärt hat, ohne nur erklärte Verbindungen
reading_all_stated = eine andere Lesart: mit allem, was irgendeine Partei erklärt hat

### What a group holds of an award

received = empfangen von { $by }
whole = was alle Inhaber zusammen davon halten
by_merger = übernommen durch die Fusion vom { $on }
by_equity = aufgeteilt durch die Aufspaltung vom { $on }, im Verhältnis zum { -equity }
as_attributed = aufgeteilt durch die Aufspaltung vom { $on }, wie die Beihilfe zugewiesen wurde
at_exit = aufgeteilt durch das Ende der Kontrolle am { $on }, wie dort erklärt
undivided = das Eigenkapital der Aufspaltung vom { $on } kann sie nicht aufteilen: bis zur Zuweisung hält jeder Nachfolger das Ganze, das einmal zählt
part = { $id } hält diesen Teil, der hier { $here ->
    [yes] zählt
   *[no] nicht zählt
  }
unsettled_exit = zählt hier, weil { $controller } { $controlled } ab dem { $on } nicht mehr kontrolliert und niemand geklärt hat, wessen frühere Beihilfe es ist: beide Seiten behalten sie
reserved = eine Reservierung: sie zählt für Gewährungen bis zum { $until }, sofern sie nicht vorher bestätigt oder freigegeben wird
conditional = ein Anspruch unter einer Bedingung: er zählt für Gewährungen bis zum { $until }, sofern die Bedingung nicht vorher eintritt oder ausfällt
sighting = { $id } vom { $on } ist dieselbe Beihilfe und zählt nicht erneut: diese zählt an ihrer Stelle

### Limits

check = { $state_given ->
    [yes] mit dieser Beihilfe { $after } EUR von { $limit } EUR in { $state }
   *[no] mit dieser Beihilfe { $after } EUR von { $limit } EUR
  }
limit = der { -ceiling } beträgt { $limit } EUR; genau der { -ceiling } ist zulässig
parameter = dieser Wert gilt ab dem { $from }: { $reading ->
    [yes] eine Auslegung des Textes, nicht sein Wortlaut
   *[no] wie der Text es sagt
  }{ $note_given ->
    [yes] . { $note }
   *[no] { "" }
  }
boundary = derselbe Tag { $years } Jahre zuvor { $closed ->
    [yes] zählt noch
   *[no] zählt nicht mehr
  }, sodass der erste Tag des Zeitraums der { $first_day } ist
window = gewährt vom { $from } bis zum { $to }, beide Tage eingeschlossen: { awards }
this_award = diese Beihilfe, gewährt am { $on }
tentative = was geprüft würde; das Register zeichnet keine Summen auf, wenn eine Person zu entscheiden hat
remaining = verbleibt unter dem { -ceiling }
excess = über dem { -ceiling }
sum_and_ceiling = { $sum } / { $ceiling }
other_windows = { $count ->
    [0] keine spätere Beihilfe ist aufgezeichnet, sodass kein anderer Zeitraum dieses Datum enthält
    [one] { $count } anderer Zeitraum, der mit einer späteren Beihilfe endet und dieses Datum enthält, wurde ebenfalls geprüft; gezeigt ist der vollste
   *[other] { $count } andere Zeiträume, die mit späteren Beihilfen enden und dieses Datum enthalten, wurden ebenfalls geprüft; gezeigt ist der vollste
  }
boundary_dispute = das Ergebnis hängt davon ab, ob der { $day } noch zählt: beide Lesarten sind gezeigt, und die des gewährenden Staates entscheidet ({ $closed ->
    [yes] der erste Tag zählt
   *[no] der erste Tag zählt nicht
  })
same_day = verbleibt unter dem { -ceiling }, wenn nichts, was andere am selben Tag gewährt haben, vorher kam
interpreted = ob Beihilfen unter { $regime } zählen, ist offen{ $note_given ->
    [yes] : { $note }
   *[no] { "" }
  }
with_interpreted = verbleibt unter dem { -ceiling }, wenn die fraglichen Beihilfen zählen
counted_by_reading = Beihilfen unter { $regime } zählen aufgrund einer Auslegung des Textes{ $note_given ->
    [yes] : { $note }
   *[no] { "" }
  }
without_readings = verbleibt unter dem { -ceiling }, wenn die aufgrund einer Auslegung zählenden Beihilfen nicht zählten
award = { $id } vom { $on } ({ $standing })
standing_admitted = hier zugelassen
standing_recorded = aufgezeichnet als anderswo oder früher gewährt
standing_over_ceiling = steht über einem { -ceiling }
standing_reduced = seither herabgesetzt
standing_uncounted = kann noch nicht gezählt werden
standing_disputed = { $standing }; jemand hat Einwände erhoben
reduced = zählt höchstens { $most } in Zeiträumen, die am { $on } oder später enden
uncounted = { $id } vom { $on }: Betrag, Datum oder Empfänger steht nicht fest
uncounted_awards = { $count ->
    [one] { $count } Beihilfe in den geprüften Zeiträumen kann noch nicht gezählt werden
   *[other] { $count } Beihilfen in den geprüften Zeiträumen können noch nicht gezählt werden
  }
more_awards = und { $count ->
    [one] { $count } weitere Beihilfe, nicht einzeln aufgeführt
   *[other] { $count } weitere Beihilfen, nicht einzeln aufgeführt
  }
more = und { $count } weitere, nicht aufgeführt
paid_once = { $count ->
    [0] keine andere aufgezeichnete Beihilfe vergütet die Dienstleistung { $service }; eine zweite stünde dieser entgegen
   *[other] daneben für die Dienstleistung { $service } aufgezeichnet, und soweit bekannt keine { -de-minimis-aid }: { awards }
  }
affects = im Rückblick { $count ->
    [one] steht { $count } Beihilfe über dem { -ceiling }, die es zuvor nicht tat
   *[other] stehen { $count } Beihilfen über dem { -ceiling }, die es zuvor nicht taten
  }
affected = { $id } vom { $on } liegt darüber um
duty = einzutragen innerhalb von { $days ->
    [one] { $days } { -working-days(form: "one") }
   *[other] { $days } { -working-days(form: "dat") }
  }, spätestens am { $last }{ $late ->
    [yes] : die Eintragung kam später
   *[no] { "" }
  }
holidays = Wochenenden und { $count ->
    [one] { $count } aufgezeichneter Feiertag werden nicht gezählt
   *[other] { $count } aufgezeichnete Feiertage werden nicht gezählt
  }, der Tag der Gewährung auch nicht
lateness = eingetragen { $days ->
    [one] { $days } { -working-days(form: "one") }
   *[other] { $days } { -working-days }
  } nach Ablauf der Frist
not_certain = die aufgezeichneten Feiertage sind berechnet und nicht vom Staat mitgeteilt: eine Verspätung von weniger als { $days } { -working-days(form: "dat") } ist nicht sicher und wird nicht vermerkt
not_tested = nicht für jedes Jahr der Frist sind Feiertage des Staates aufgezeichnet: eine Verspätung von weniger als { $days } { -working-days(form: "dat") } wird nicht geprüft
paid_in_doubt = { $count ->
    [one] { $count } Beihilfe für dieselbe Dienstleistung bleibt aufgrund einer Auslegung des Textes verschont: { $note }
   *[other] { $count } Beihilfen für dieselbe Dienstleistung bleiben aufgrund einer Auslegung des Textes verschont: { $note }
  }
cost_line = Kostenposten { $line } von { $amount } EUR: { $own } EUR aus dieser Beihilfe und { $others } EUR { -state-aid }{ $over ->
    [yes] , zusammen mehr als der Posten
   *[no] { "" }
  }
claimed = sie zählt, wie sie es beansprucht, und kann nach dem, was über sie erklärt ist, nicht unter { $regime } fallen
claimed_date = ihr Datum, der { $day }, liegt nach dem letzten Tag, an dem der Rechtsakt für solche Beihilfen offen war
claimed_activity = ihre Tätigkeit gehört nicht zu denen, die der Rechtsakt erfasst
claimed_condition = eine ihrer Bedingungen schließt sie aus
claimed_no_service = der Rechtsakt gilt für { -sgei(form: "pl") }, und keine ist genannt
headroom = die größte neue Gewährung, die zugelassen würde: der { -ceiling } abzüglich des vollsten Zeitraums

### What becomes of an award

without_reservation = die Reservierung selbst bleibt außer Betracht: ihre Bestätigung wird als neue Gewährung dieses Datums beurteilt
given_up = aufgegeben, wie erklärt
counts_from_then = was die Beihilfe ab dann zählt
seen = als ein und dieselbe Beihilfe erklärt
counts_for_all = hiervon zählt { $id }
awarded_quantity = gewährt: { $quantity } Einheiten
awarded_value = gewährt: { $value } EUR zu den Kursen der Gewährung
drawn_quantity = zuvor abgerufen: { $quantity }
drawn_value = zuvor abgerufen: { $value } EUR
waited = wartete auf eine Person: { $kind }
of_the_set = { $id }, wenn die vorhergehenden wirksam sind: { $outcome }

### What a statement names

detail_number = Nummer: { $value }
detail_rules = Regeln und Fassung: { $value }
detail_digest = SHA-256 ihrer Bytes: { $value }
detail_applies_from = für Gewährungen ab: { $value }
detail_semantics = Nummer der Art zu urteilen: { $value }
detail_four_eyes = zwei Schlüssel: { $value }
detail_epoch = Epoche: { $value }
detail_duty = Pflicht: { $value }
detail_markets = Märkte: { $value }
detail_outstanding = noch ausstehend: { $value }
detail_source = Quelle: { $value }
detail_party = Partei: { $value }
detail_key = Schlüssel: { $value }
detail_statement = Erklärung: { $value }
detail_application = Antrag: { $value }
detail_amount = Betrag: { $value }
detail_award = Beihilfe: { $value }
detail_band = Rating: { $value }
detail_beneficiary = Empfänger: { $value }
detail_citation = Fundstelle: { $value }
detail_condition = Bedingung: { $value }
detail_controlled = kontrolliert: { $value }
detail_controller = kontrollierend: { $value }
detail_decision = Entscheidung: { $value }
detail_document = SHA-256 des Dokuments: { $value }
detail_equity = { -equity }: { $value }
detail_expires_on = letzter Tag der Reservierung: { $value }
detail_finding = Feststellung: { $value }
detail_from = ab: { $value }
detail_granted_on = { -date-of-grant }: { $value }
detail_ground = Grund: { $value }
detail_held = gehalten: { $value }
detail_holder = Inhaber: { $value }
detail_insolvency = Insolvenz: { $value }
detail_interest = Zinsen: { $value }
detail_kind = Art: { $value }
detail_legal_basis = Rechtsgrundlage: { $value }
detail_long_stop = letzter Tag für die Bedingung: { $value }
detail_member = Mitglied: { $value }
detail_outcome = Ergebnis: { $value }
detail_on = am: { $value }
detail_principal = Hauptforderung: { $value }
detail_project = Vorhaben: { $value }
detail_quantity = Menge: { $value }
detail_question = Frage: { $value }
detail_reason = Begründung: { $value }
detail_receipt = Empfangsbestätigung: { $value }
detail_scheme = Beihilferegelung: { $value }
detail_share = Anteil: { $value }
detail_size = Größe: { $value }
detail_stays = wessen ist, was zuvor gewährt wurde: das des Empfängers
detail_subject = Gegenstand: { $value }
detail_successor = Nachfolger: { $value }
detail_summary = Zusammenfassung: { $value }
detail_system = System: { $value }
detail_undertaking = Unternehmen: { $value }
detail_until = bis: { $value }

### Answers to questions about headroom

headroom_left = { $bound ->
    [yes] höchstens { $remaining } EUR verbleiben
   *[no] { $remaining } EUR verbleiben
  } am { $on } unter { $regime }{ in_state } für { $undertaking }
in_state = { $state_given ->
    [yes] { " " }in { $state }
   *[no] { "" }
  }
granted_between = { $from_given ->
    [yes] gewährt vom { $from } bis zum { $to }
   *[no] gewährt bis zum { $to }
  }
headroom_used = { $used } EUR von { $ceiling } EUR ausgeschöpft ({ granted_between })
headroom_exceeded = { $used } EUR von { $ceiling } EUR ausgeschöpft ({ granted_between }): ÜBERSCHRITTEN um { $excess } EUR
headroom_own = { $used } EUR ausgeschöpft ({ granted_between }); der obige Zeitraum ist voller, und auch er enthält das Datum
headroom_more = mehr ab dem { $on }: { $remaining } EUR verbleiben dann
headroom_view = wie Gewährungen von { $party } beurteilt werden; { $remaining_given ->
    [yes] nach dem, worauf sich alle stützen, verbleiben { $remaining } EUR
   *[no] niemand sonst kennt das Unternehmen unter dieser Nummer
  }
headroom_release_over = { $on }: { $amount } EUR scheiden aus; { $reason }
nothing_then = dann kann unter { $regime } nichts gewährt werden{ $last_given ->
    [yes] : ihr letzter Tag ist der { $last }
   *[no] { "" }
  }
cause_uncounted = eine Obergrenze: Betrag, Datum oder Empfänger einer Beihilfe in einem Zeitraum, der dieses Datum enthält, steht nicht fest; bis dahin wartet eine neue Gewährung auf eine Person
cause_unknown_regime = eine Obergrenze: die Quelle einer Beihilfe in einem Zeitraum, der dieses Datum enthält, nennt keine Regelung; { $left_given ->
    [yes] ist es eine Beihilfe, die unter { $regime } zählt, verbleiben { $left } EUR
   *[no] ist es eine Beihilfe, die unter { $regime } zählt, verbleibt weniger
  }
cause_stated_by_others = eine Obergrenze: { $own ->
    [yes] andere Parteien haben erklärt, wer zusammengehört; damit verbleiben { $left } EUR, und eine Gewährung darüber kann auf eine Person warten
   *[no] einige Parteien haben erklärt, wer zusammengehört, und nicht alle stützen sich darauf; damit verbleiben { $left } EUR
  }
cause_link_not_declared = eine Obergrenze: nach den aufgezeichneten Beteiligungen hat jemand die Mehrheit der Stimmrechte, und niemand hat die Verbindung erklärt; mit ihr verbleiben { $left } EUR
cause_national_total = eine Obergrenze: wie viel der Staat allen Unternehmen neben dem hier Aufgezeichneten gewährt hat, ist nicht bekannt oder wurde zuletzt vor zu langer Zeit angegeben
cause_one_number = eine Obergrenze: { $id } und { $other } haben dieselbe Nummer in einem Register eines Staates, und niemand hat erklärt, ob es sich um eine Gesellschaft handelt; bis jemand es tut, wartet eine neue Gewährung auf eine Person
headroom_award = { $on }  { $award }  { $standing }  Position { $position }
headroom_award_disputed = { $on }  { $award }  { $standing }, beanstandet  Position { $position }
headroom_release = { $on }: { $amount } EUR werden frei, { $remaining } EUR verbleiben dann
headroom_unknown_undertaking = kein eingetragenes Unternehmen `{ $id }`: prüfen Sie die Nummer, oder lassen Sie es von einer Hosting-Stelle eintragen
headroom_no_ceiling = kein angenommenes Regelpaket hat am { $on } einen { -ceiling } für `{ $regime }`: fragen Sie nach { $others } an einem Datum, an dem sie in Kraft sind
headroom_no_ceiling_at_all = kein angenommenes Regelpaket hat am { $on } einen { -ceiling } für `{ $regime }`: nehmen Sie ein Paket an, das einen hat
headroom_state_needed = der { -ceiling } gilt je { -member-state }: geben Sie an, welcher Staat gewähren würde (--member-state, oder member-state= über HTTP)

### Answers to "which route?"

routes_yes = Ja: Das Ganze passt { $routes }.
routes_part = Zum Teil: { $amount } EUR heute { $route }{ $from_given ->
    [yes] ; das Ganze ab dem { $from }.
   *[no] .
  }
routes_later = Nicht heute: das Ganze ab dem { $from } { $route }.
routes_open = Noch nicht: Es fehlt etwas, siehe unten.
routes_no = Nein: Keine Regelung, die die angenommenen Regelpakete kennen, trägt es.
routes_asked = Gefragt: { $worth_given ->
    [yes] { $worth } EUR
   *[no] Unterstützung, deren Wert noch nicht bekannt ist,
  } für { $undertaking }, gewährt am { $on }{ in_state }
routes_assumed = von niemandem gesagt und in der einfachsten Form angenommen: { $members }
route = { $rank } { $regime }: { $said }
route_of = unter { $regime }{ $article_given ->
    [yes] { " " }Artikel { $article }
   *[no] { "" }
  }{ $scheme_given ->
    [yes] , Beihilferegelung { $scheme }
   *[no] { "" }
  }
route_no_aid = als keine Beihilfe ({ $ground })
route_fits = das Ganze{ $amount_given ->
    [yes] , { $amount } EUR
   *[no] { "" }
  }
route_up_to = bis zu { $amount } EUR heute{ $quantity_given ->
    [yes] { " " }({ $quantity } { $unit_given ->
        [yes] { $unit }
       *[no] Einheiten
      })
   *[no] { "" }
  }{ $from_given ->
    [yes] ; das Ganze ab dem { $from }
   *[no] ; kein Tag ist bekannt, an dem das Ganze passt
  }
route_from = heute nichts; das Ganze ab dem { $from }
route_fails = nein
route_reason = { $code }: { $text } [{ $citation }]
route_need = fehlt: { $what }
route_note = Hinweis, { $flag }: { $meaning }
route_left = { $left } { $unit } von { $limit } übrig [{ $citation }]{ $until_given ->
    [yes] , offen bis zum { $until }
   *[no] { "" }
  }
route_written = { $citation }

### Kinds of statements, and what each changes

kept_as_it_is = sie wird mit Unterschrift und Platz aufbewahrt und ändert keinen Betrag
event_ledger_founded = die Gründung dieses Registers
    .effect = das Register beginnt hier
event_log_key_added = ein neuer Schlüssel des Registers
    .effect = ab hier darf das Register mit diesem Schlüssel unterschreiben
event_log_key_retired = die Ablösung eines Schlüssels des Registers
    .effect = ab hier unterschreibt das Register nicht mehr mit diesem Schlüssel
event_party_admitted = die Zulassung einer Partei
    .effect = ab hier darf die Partei in ihren Rollen Erklärungen unterschreiben
event_party_suspended = die Suspendierung einer Partei
    .effect = ab hier werden Erklärungen der Partei zurückgewiesen
event_party_reinstated = die Wiederzulassung einer Partei
    .effect = ab hier darf die Partei wieder unterschreiben
event_key_added = ein neuer Schlüssel für eine Partei
    .effect = ab hier darf die Partei auch mit diesem Schlüssel unterschreiben
event_key_revoked = der Widerruf eines Schlüssels
    .effect = ab hier wird nichts mehr angenommen, was mit diesem Schlüssel unterschrieben ist
event_token_revoked = die Entziehung von Zugangstoken
    .effect = ab hier öffnen diese Token nichts mehr
event_party_policy_set = was eine Partei von ihren eigenen Erklärungen verlangt
    .effect = ab hier werden die Erklärungen der Partei daran gemessen; frühere bleiben bestehen
event_lease_taken = der Wechsel des Schreibrechts an eine andere Maschine
    .effect = es ist aufgezeichnet, wer unter welcher Epoche schreibt; keine Entscheidung hängt davon ab
event_engine_adopted = die Annahme einer Art zu urteilen
    .effect = ab hier folgt jede Entscheidung dieser Art zu urteilen; frühere Entscheidungen bleiben bestehen
event_pack_adopted = die Annahme eines Regelpakets
    .effect = ab hier beurteilen diese Regeln Gewährungen der Daten, für die sie gelten; frühere Entscheidungen bleiben bestehen
event_reference_published = die Veröffentlichung von Referenzwerten
    .effect = ab hier werden diese Werte verwendet; nichts wird neu bewertet
event_system_registered = die Eintragung eines Rechensystems
    .effect = { kept_as_it_is }
event_system_amended = eine Änderung an einem Rechensystem
    .effect = { kept_as_it_is }
event_scheme_registered = die Eintragung einer Beihilferegelung
    .effect = ab hier können Gewährungen die Beihilferegelung nennen
event_intake_summary = eine Zusammenfassung des Zurückgewiesenen
    .effect = { kept_as_it_is }
event_undertaking_registered = die Eintragung eines Unternehmens
    .effect = ab hier zählen Beihilfen an diese Nummern für dieses Unternehmen
event_undertaking_identified = eine Erklärung, dass mehrere Nummern ein Unternehmen bezeichnen
    .effect = ab hier werden die Beihilfen aller dieser Nummern zusammengerechnet
event_identity_presented = der Nachweis eines Unternehmens, wer es ist
    .effect = es ist aufgezeichnet, womit und wann dies nachgewiesen wurde; noch hängt keine Entscheidung davon ab
event_markets_declared = eine Erklärung, wie sich die Märkte zweier Unternehmen zueinander verhalten
    .effect = sie ist aufgezeichnet; noch hängt keine Entscheidung davon ab
event_undertaking_assessed = eine Beurteilung eines Unternehmens
    .effect = ab hier ist dies der Kenntnisstand über das Unternehmen ab jenem Tag, bis Neueres erklärt wird; frühere Entscheidungen bleiben bestehen
event_control_declared = eine Erklärung, dass ein Unternehmen ein anderes kontrolliert
    .effect = ab dem erklärten Tag sind die beiden { -single-undertaking }, und ihre Beihilfen werden zusammengerechnet; frühere Entscheidungen bleiben bestehen
event_control_ended = das Ende der Kontrolle eines Unternehmens über ein anderes
    .effect = ab dem erklärten Tag gehören die beiden durch diese Kontrolle nicht mehr zusammen; was zuvor gewährt wurde, zählt bei dem, den die Erklärung nennt, und bei beiden Seiten, solange niemand es sagt
event_holding_declared = eine Erklärung über eine Beteiligung
    .effect = ab hier wird die Beteiligung berücksichtigt, wo die Regeln danach fragen
event_undertakings_merged = eine Fusion von Unternehmen
    .effect = ab dem erklärten Tag wird alles zusammengerechnet, was die fusionierten Unternehmen erhalten haben; was zuvor gewährt wurde, bleibt rechtmäßig
event_undertaking_split = die Aufspaltung eines Unternehmens
    .effect = ab dem erklärten Tag wird auf die Nachfolger aufgeteilt, was das Unternehmen erhalten hat: nach der Verwendung jeder Beihilfe, wo sie erklärt ist, sonst nach dem Eigenkapital
event_award_attributed = die Zuweisung einer Beihilfe nach einer Aufspaltung
    .effect = ab hier zählen diese Teile der Beihilfe bei den genannten Unternehmen
event_group_attested = eine Erklärung, wer zu { -single-undertaking(form: "dat") } gehört
    .effect = ab hier findet eine Gewährung bescheinigt, wer { -single-undertaking } ist, wenn die Mitglieder genau diese sind
event_recovery_ordered = eine Rückforderungsanordnung
    .effect = { kept_as_it_is }
event_recovery_paid = eine Rückzahlung auf eine Rückforderungsanordnung
    .effect = { kept_as_it_is }
event_recovery_suspended = die Aussetzung einer Rückforderungsanordnung
    .effect = { kept_as_it_is }
event_recovery_annulled = die Aufhebung einer Rückforderungsanordnung
    .effect = { kept_as_it_is }
event_recovery_completed = der Abschluss einer Rückforderung
    .effect = { kept_as_it_is }
event_award_granted = eine Gewährung einer Beihilfe
    .effect = ab hier gehört die Beihilfe mit diesem Wert zur Geschichte des Empfängers
event_award_reserved = eine Reservierung einer Beihilfe
    .effect = der Betrag bleibt dem Empfänger bis zum letzten erklärten Tag frei und zählt für alle bis dahin datierten Gewährungen, bis er bestätigt oder freigegeben wird
event_award_confirmed = die Bestätigung einer Reservierung
    .effect = ab hier gehört die Beihilfe mit diesem Wert und Datum zur Geschichte des Empfängers
event_award_released = die Freigabe einer Reservierung
    .effect = ab hier zählt die Reservierung nichts mehr
event_award_conditional = eine Gewährung einer Beihilfe unter einer Bedingung
    .effect = der Betrag bleibt dem Empfänger bis zum letzten erklärten Tag frei und zählt für alle bis dahin datierten Gewährungen, bis die Bedingung eintritt oder ausfällt
event_award_condition_met = der Eintritt einer Bedingung
    .effect = ab hier gehört die Beihilfe mit diesem Wert und Datum zur Geschichte des Empfängers
event_award_condition_failed = der Ausfall einer Bedingung
    .effect = ab hier zählt die Beihilfe nichts mehr
event_award_reported = eine Meldung einer anderswo gewährten Beihilfe
    .effect = ab hier gehört die Beihilfe zur Geschichte des Empfängers und zählt, wo das Recht es bestimmt und ihr Wert feststeht
event_award_restated = ein neuerer Betrag für eine gemeldete Beihilfe
    .effect = ab hier zählt die Beihilfe mit dem neueren Betrag; frühere Entscheidungen bleiben bestehen
event_award_matched = eine Erklärung, dass mehrere Meldungen eine Beihilfe betreffen
    .effect = ab hier sind sie eine Beihilfe und zählen einmal: die am längsten dauernde, bei gleichen die mit dem höchsten Betrag; frühere Entscheidungen bleiben bestehen
event_award_unmatched = eine Erklärung, dass Meldungen nicht eine Beihilfe betreffen
    .effect = ab hier zählen diese Meldungen jede für sich; frühere Entscheidungen bleiben bestehen
event_award_reduced = eine Herabsetzung einer Beihilfe
    .effect = die Beihilfe zählt so viel in Zeiträumen, die am erklärten Tag oder später enden; frühere Entscheidungen bleiben bestehen
event_award_waived = ein Verzicht auf eine Beihilfe
    .effect = die Beihilfe zählt so viel in Zeiträumen, die am Tag des Verzichts und der Rückzahlung oder später enden; frühere Entscheidungen bleiben bestehen
event_award_withdrawn = die Rücknahme einer Beihilfe
    .effect = die Beihilfe zählt so viel in Zeiträumen, die am erklärten Tag oder später enden; frühere Entscheidungen bleiben bestehen
event_award_corrected = die Berichtigung einer Beihilfe
    .effect = ab hier zählt die Beihilfe wie berichtigt; frühere Entscheidungen bleiben bestehen
event_award_drawn = der Abruf eines Teils einer Beihilfe
    .effect = das Abgerufene wird vermerkt und zählt nicht erneut
event_usage_reported = eine Meldung, wie viel von einer Beihilfe verwendet wurde
    .effect = das Verwendete wird vermerkt und zählt nicht erneut
event_credits_expired = der Verfall nicht genutzter Guthaben
    .effect = wo der Anspruch darauf erloschen ist, zählt die Beihilfe so viel in Zeiträumen, die am erklärten Tag oder später enden; frühere Entscheidungen bleiben bestehen
event_award_set = mehrere Gewährungen, die alle oder gar nicht zugelassen werden
    .effect = ab hier gehören alle diese Beihilfen zur Geschichte ihrer Empfänger
event_award_repaid = was von einem Darlehen oder einer Investition noch aussteht
    .effect = dies ist aufgezeichnet; die Beihilfe ist, was sie war
event_duty_done = die Erfüllung einer Pflicht
    .effect = es ist aufgezeichnet, dass sie erfüllt wurde, wo und wann
event_request_received = ein Auskunftsersuchen
    .effect = es ist aufgezeichnet, ab wann es zu beantworten ist
event_award_disputed = ein Einwand gegen eine Beihilfe
    .effect = die Beihilfe ist als beanstandet gekennzeichnet und zählt wie zuvor
event_dispute_lodged = ein Streit über eine Beihilfe
    .effect = die Beihilfe ist als beanstandet gekennzeichnet und zählt wie zuvor
event_project_opened = die Eröffnung eines Vorhabens
    .effect = ab hier können Gewährungen das Vorhaben nennen
event_project_amended = eine Änderung an einem Vorhaben
    .effect = { kept_as_it_is }
event_application_received = der Eingang eines Antrags
    .effect = { kept_as_it_is }
event_application_reduced = eine Kürzung eines Antrags
    .effect = { kept_as_it_is }
event_application_closed = der Abschluss eines Antrags
    .effect = { kept_as_it_is }
event_declaration_received = die Erklärung eines Antragstellers über andere Beihilfen
    .effect = ab hier finden Gewährungen an das Unternehmen diese Erklärung
event_notice_served = eine Mitteilung an einen Empfänger
    .effect = { kept_as_it_is }
event_register_receipt = die Empfangsbestätigung eines Registers
    .effect = { kept_as_it_is }
event_publication_made = eine Veröffentlichung
    .effect = { kept_as_it_is }
event_statement_retracted = die Rücknahme einer früheren Erklärung
    .effect = ab hier wird die Erklärung behandelt, als wäre sie nie abgegeben worden; frühere Entscheidungen bleiben bestehen
event_review_decided = die Entscheidung einer Person
    .effect = ab hier gilt, was entschieden wurde; frühere Entscheidungen bleiben bestehen
event_finding_raised = eine Feststellung eines Prüfers
    .effect = { kept_as_it_is }
event_finding_closed = der Abschluss einer Feststellung
    .effect = { kept_as_it_is }
event_subject_erased = die Löschung personenbezogener Daten
    .effect = { kept_as_it_is }

### Codes, with where each is written and what can be done

by_rule = die Regel des angenommenen Pakets
code_not_authorised = die Rolle des Unterzeichners erlaubt diese Art von Erklärung nicht
    .citation = Vertrag: Rollen
    .way_out = lassen Sie eine Partei mit dieser Rolle unterschreiben; erbitten Sie die Rolle vom Betreiber
code_not_yours = der Gegenstand gehört einer anderen Partei
    .citation = Vertrag: Zugehörigkeit
    .way_out = die Partei, die den Gegenstand unterschrieben hat, muss auch dies unterschreiben
code_no_mandate = kein Mandat für diese { -granting-authority } und diesen { -member-state } umfasst den { -date-of-grant }
    .citation = Vertrag: Mandate; 2831 Art. 6
    .way_out = lassen Sie das Mandat mit seinen Daten aufzeichnen, oder berichtigen Sie Behörde, Staat oder Datum
code_unknown_party = keine solche Partei in diesem Register
    .citation = Vertrag
    .way_out = prüfen Sie die Schreibweise; lassen Sie sie zuerst zulassen
code_party_exists = eine Partei mit dieser Kennung ist bereits zugelassen
    .citation = Vertrag
    .way_out = fügen Sie ihr stattdessen einen Schlüssel oder ein Mandat hinzu
code_unknown_key = kein solcher Schlüssel in diesem Register
    .citation = Vertrag
    .way_out = prüfen Sie die kid
code_key_in_use = dieser Schlüssel ist oder war für immer der einer Partei oder einer des Registers
    .citation = Vertrag: ein Schlüssel, ein Zweck
    .way_out = erzeugen Sie einen neuen Schlüssel
code_last_key = es ist der einzige aktive Schlüssel der Partei
    .citation = Vertrag
    .way_out = fügen Sie zuerst den neuen Schlüssel hinzu, dann widerrufen Sie den alten
code_unknown_reference = worauf sich das Ereignis bezieht (ein Ereignis, eine Überprüfung, eine Tabelle), ist nicht aufgezeichnet
    .citation = Vertrag
    .way_out = zeichnen Sie es zuerst auf, oder berichtigen Sie den Bezug
code_four_eyes = die Partei verlangt zwei Schlüssel: was einer reserviert, bestätigt ein anderer, und keiner gewährt allein
    .citation = Vertrag: party.policy-set
    .way_out = reservieren Sie (`award.reserved`), und lassen Sie einen Kollegen mit einem anderen Schlüssel bestätigen (`award.confirmed`); einen neuen Schlüssel fügt der Betreiber hinzu
code_semantics_unsupported = diese Fassung urteilt nicht nach dieser Nummer oder, solange sie 0 ist, nicht nach den Regeln dieses Hashwerts
    .citation = Vertrag: engine.adopted
    .way_out = aktualisieren Sie zuerst, dann nehmen Sie an, was die neue Fassung hat: `aidledger engine adopt`
code_unknown_undertaking = kein Unternehmen mit dieser Kennung ist eingetragen
    .citation = Vertrag: Kennungen
    .way_out = wer gewährt, oder ein Register, trägt es zuerst ein (undertaking.registered); dann senden Sie dies erneut als neues Ereignis mit eigener Kennung; prüfen Sie Schema und Land
code_unknown_award = keine Beihilfe mit dieser Kennung ist aufgezeichnet
    .citation = Vertrag: Kennungen
    .way_out = prüfen Sie Partei und lokale Kennung; zeichnen Sie sie zuerst auf
code_unknown_project = kein Vorhaben mit dieser Kennung ist aufgezeichnet
    .citation = Vertrag: Kennungen
    .way_out = eröffnen Sie zuerst das Vorhaben
code_unknown_scheme = keine Beihilferegelung mit dieser Kennung ist eingetragen
    .citation = Vertrag: Kennungen
    .way_out = tragen Sie zuerst die Beihilferegelung ein
code_award_id_used = die Kennung ist durch eine wirksam gewordene Beihilfe vergeben
    .citation = Vertrag: Kennungen
    .way_out = verwenden Sie eine andere Kennung; um eine Beihilfe zu ändern, berichtigen Sie sie
code_identifier_in_use = eine Kennung gehört einem anderen Unternehmen
    .citation = Vertrag: Kennungen
    .way_out = berichtigen Sie sie, oder lassen Sie beide als eines identifizieren
code_contradicts_record = was erklärt ist, kann nicht zugleich mit dem Aufgezeichneten wahr sein
    .citation = Vertrag: Widerspruchsfreiheit
    .way_out = vergleichen Sie mit den Einträgen, die die Erläuterung nennt; berichtigen Sie die Erklärung, oder nehmen Sie die frühere zurück (statement.retracted)
code_pack_missing = die Bytes des Regelpakets sind hier nicht veröffentlicht oder weichen vom Hashwert ab
    .citation = Vertrag: Regelpakete
    .way_out = veröffentlichen Sie die Bytes des Regelpakets, dann nehmen Sie es an
code_unknown_currency_rate = kein veröffentlichter Kurs gilt am { -date-of-grant }, und die Währung hat keinen unwiderruflichen
    .citation = { by_rule }
    .way_out = die Regelbehörde veröffentlicht den Kurs (aidledger reference import --table fx, mit der Datei der Zentralbank); dann senden Sie dies erneut als neues Ereignis mit eigener Kennung; oder wer gewährt, erklärt den Betrag in Euro
code_unknown_price = kein Preis für dieses System und Datum, und keiner im Ereignis
    .citation = 2831 Art. 4 Abs. 1
    .way_out = erklären Sie den Preis einer Einheit mit Nachweis, oder lassen Sie den Preis veröffentlichen
code_regime_not_in_force = der Rechtsakt erfasst Gewährungen dieses Datums nicht
    .citation = { by_rule }
    .way_out = verwenden Sie den am { -date-of-grant } geltenden Rechtsakt; frühere Rechtsakte nur in Meldungen
code_scheme_only = nur als Beihilfe auf der Grundlage einer Regelung freigestellt
    .citation = AGVO Art. 21 Abs. 1, Art. 21a Abs. 1, Art. 22 Abs. 1
    .way_out = auf der Grundlage einer Regelung gewähren; ein anderer Artikel; bei der Kommission anmelden
code_scheme_not_exempt = die Regelung selbst ist nicht erfasst: ihr Budget, eine fehlende Rückforderungsklausel, oder ihr Ende
    .citation = AGVO Art. 1 Abs. 2 Buchst. a, Abs. 4 Buchst. a, Art. 58
    .way_out = eine andere Regelung; ein Evaluierungsplan; bei der Kommission anmelden
code_excluded_sector = die Tätigkeit fällt nicht unter den Rechtsakt
    .citation = { by_rule }
    .way_out = der eigene Rechtsakt des Wirtschaftszweigs; oder eine Beihilfe für eine andere Tätigkeit, mit getrennten Tätigkeiten oder Kosten
code_conditions_excluded = in den ausgeschlossenen Fällen an Ausfuhren, an heimische Waren oder an Preis oder Menge gebunden; oder keine { -sgei } ist genannt
    .citation = { by_rule }
    .way_out = nehmen Sie die Bedingung aus der Beihilfe; nennen Sie die Dienstleistung, oder gewähren Sie unter einer Regelung, die keine verlangt
code_condition_not_met = eine Bedingung des Artikels, die keine Grenze ist, ist nicht erfüllt
    .citation = AGVO Kap. III
    .way_out = erfüllen Sie sie, oder gewähren Sie nach einem anderen Artikel
code_cost_not_eligible = Kosten sind von einer Art, die der Artikel nicht aufführt
    .citation = AGVO Kap. III
    .way_out = lassen Sie den Posten weg, oder gewähren Sie nach einem anderen Artikel
code_not_transparent_aid = das { -gge } kann nicht im Voraus genau berechnet werden: Kapital oder Obergrenze über dem { -ceiling }, oder weder Betrag noch Obergrenze
    .citation = 2831 Art. 4 Abs. 1, 4 und 8; 2832 Art. 4 Abs. 7
    .way_out = erklären Sie den Betrag; eine kleinere Kapitalzuführung; für ein anderes Instrument eine Obergrenze innerhalb des { -ceiling(form: "gen") } (bei Darlehen, Garantien und Kapital ändert eine Obergrenze nichts)
code_safe_harbour_not_met = Darlehen oder Garantie außerhalb der Bedingungen der Formel, oder eines großen Unternehmens ohne Rating von mindestens B-, nach welcher Methode auch immer
    .citation = { by_rule }
    .way_out = wer gewährt, ändert die Bedingungen und sendet ein neues Ereignis mit eigener Kennung: bei einem Darlehen mehr Sicherheiten oder ein kleineres oder kürzeres Darlehen, oder die Methode reference-rate mit ihrem Satz, wo eine Formel des Staates aufgezeichnet ist; bei einer Garantie ein kleinerer Anteil, Betrag oder eine kürzere Laufzeit, oder anteilig getragene Verluste
code_insolvency = befindet sich in einem { -insolvency } oder erfüllt die Voraussetzungen für dessen Eröffnung
    .citation = { by_rule }
    .way_out = eine andere Form der Beihilfe; keine nach diesem Artikel
code_undertaking_in_difficulty = in Schwierigkeiten, und keine Ausnahme gilt
    .citation = AGVO Art. 1 Abs. 4 Buchst. c, Art. 2 Nr. 18
    .way_out = neuere Abschlüsse; { -de-minimis-aid } kennen diese Bedingung nicht
code_outstanding_recovery_order = eine durch Beschluss der Kommission zurückgeforderte Beihilfe ist in diesem { -member-state } nicht zurückgezahlt
    .citation = AGVO Art. 1 Abs. 4 Buchst. a
    .way_out = zahlen Sie Hauptforderung und Zinsen
code_not_an_sme = der Artikel gilt für { -sme }
    .citation = AGVO Art. 2 Nr. 2, Anhang I
    .way_out = ein anderer Artikel; neuere Abschlüsse und Beteiligungen
code_not_a_startup = kein für Anlaufbeihilfen infrage kommendes Unternehmen
    .citation = AGVO Art. 22 Abs. 2
    .way_out = ein anderer Artikel
code_not_eligible_undertaking = keines der Unternehmen, für die der Artikel gilt
    .citation = AGVO Art. 21 Abs. 3
    .way_out = ein anderer Artikel
code_not_entitled_to_access = kein Anspruch auf diesen Zugang, oder nicht unentgeltlich
    .citation = VO (EU) 2021/1173 Art. 16, Art. 17 Abs. 6, Art. 12b Abs. 15
    .way_out = zahlen Sie den Preis; eine andere Art des Zugangs; ein anderer Anteil der Zeit
code_no_incentive_effect = die Arbeiten begannen vor dem Antrag
    .citation = AGVO Art. 6
    .way_out = nur Kosten eines noch nicht begonnenen Vorhabens
code_declaration_missing = keine Erklärung über andere { -de-minimis-aid }, während kein Register die betreffenden Jahre abdeckt; führt nur dort zur Ablehnung, wo das Register es durchsetzt
    .citation = { by_rule }
    .way_out = holen Sie sie ein, und zeichnen Sie sie auf
code_reservation_expired = die zu bestätigende Reservierung ist abgelaufen
    .citation = Vertrag: Reservierungen
    .way_out = reservieren oder gewähren Sie neu
code_ceiling_exceeded = mit dieser Beihilfe würde der { -ceiling } für { -single-undertaking } in diesem { -member-state } in einem zusammengerechneten Zeitraum überschritten; die gesamte Beihilfe scheitert
    .citation = { by_rule }
    .way_out = ein kleinerer Betrag, ein späteres Datum (die Antwort auf eine Frage nach dem Spielraum nennt beides), zuvor auf frühere Beihilfen verzichten, oder eine andere Regelung
code_sgei_ceiling_exceeded = mit dieser Beihilfe würde der { -ceiling } für { -sgei(form: "pl") } für { -single-undertaking } in diesem { -member-state } in einem zusammengerechneten Zeitraum überschritten; die gesamte Beihilfe scheitert
    .citation = { by_rule }
    .way_out = ein kleinerer Betrag, ein späteres Datum, oder eine andere Regelung
code_sector_ceiling_exceeded = mit dieser Beihilfe würde der { -ceiling } für Landwirtschaft oder Fischerei für { -single-undertaking } in diesem { -member-state } in einem zusammengerechneten Zeitraum überschritten; die gesamte Beihilfe scheitert
    .citation = VO (EU) Nr. 1408/2013, Nr. 717/2014 Art. 3
    .way_out = ein kleinerer Betrag, ein späteres Datum, oder eine andere Regelung
code_national_cap_exceeded = der eigene Betrag des { -member-state(form: "gen") } für den Wirtschaftszweig ist ausgeschöpft
    .citation = VO (EU) Nr. 1408/2013, Nr. 717/2014, Anhänge
    .way_out = warten Sie den Zeitraum ab; eine andere Regelung
code_lifetime_amount_exceeded = der Betrag je Unternehmen für die Dauer der Förderfähigkeit ist ausgeschöpft
    .citation = AGVO Art. 22 Abs. 3 bis 5 und 7
    .way_out = ein kleinerer Betrag; ein anderer Artikel
code_intensity_exceeded = die Beihilfe ist ein größerer Anteil der { -eligible-costs(form: "gen") } als zulässig
    .citation = AGVO Kap. III
    .way_out = weniger Beihilfe, oder mehr { -eligible-costs }
code_cumulation_exceeded = mit anderen Beihilfen für dieselben Kosten ist die Grenze überschritten, oder dieselbe { -sgei } wird bereits vergütet
    .citation = { by_rule }
    .way_out = Beihilfe für eine andere Dienstleistung, oder unter einer anderen Regelung
code_notification_threshold_exceeded = über dem freigestellten Betrag
    .citation = AGVO Art. 4
    .way_out = bei der Kommission anmelden
code_share_exhausted = der Anteil des Systems für diese Verwendung ist ausgeschöpft
    .citation = Regelpaket ai-factories
    .way_out = der nächste Zeitraum, oder ein anderer Anteil
code_policy_limit = eine Grenze, die eine Vorgabe über das Recht hinaus setzt
    .citation = das angenommene Vorgabenpaket
    .way_out = wie die Vorgabe es sagt; nie als Recht dargestellt
code_order_ambiguous = passt ohne am selben Tag gemeldete oder zugesprochene Beihilfen und überschreitet mit ihnen; ihre Reihenfolge ist nicht bekannt
    .citation = 2831 Art. 6 Abs. 4
    .way_out = klären Sie die Reihenfolge, oder gewähren Sie an einem anderen Tag
code_uncounted_award_in_window = die Gruppe hält im Zeitraum eine Beihilfe, deren Betrag oder Empfänger nicht bekannt ist
    .citation = 2831 Art. 6 Abs. 4
    .way_out = lassen Sie sie vom Register neu melden
code_not_covered = keine Regel der angenommenen Pakete erfasst diesen Fall
    .citation = Vertrag: Regelpakete
    .way_out = eine andere Regelung; ein Paket, das ihn erfasst
code_needs_review = eine Person muss hinsehen: ein Kreis von Kontrolle, Verbindungen, die nur andere erklärt haben, zwei Kennungen mit einer Nummer, oder eine offene Frage
    .citation = Vertrag: Überprüfung
    .way_out = die Regelbehörde entscheidet, nie der betroffene Betreiber

### Flags, with where each comes from

flag_granted_without_check = zugesprochen, bevor eingereicht wurde: der { -ceiling } wurde vorher nicht geprüft
    .source = 2831 Art. 6 Abs. 4
flag_over_ceiling = wird wirksam und steht über einer Grenze
    .source = { by_rule }
flag_own_award_reported = eine eigene Beihilfe als Meldung eingereicht: wie zugesprochen behandelt
    .source = Vertrag: Meldungen
flag_boundary_dispute = ob der erste Tag des Zeitraums zählt, entscheidet das Ergebnis; beide Lesarten sind gezeigt
    .source = Auslegung
flag_late_registration = mehr { -working-days } nach der Gewährung eingetragen, als die Regel erlaubt; wo Feiertage berechnet sind oder fehlen, wird nur eine Verspätung vermerkt, die keine Liste beheben könnte
    .source = { by_rule }
flag_possible_duplicate = gleiches Unternehmen, Datum und gleicher Betrag wie bei einer anderen Beihilfe, nicht abgeglichen
    .source = Vertrag: Abgleich
flag_sources_differ = dieselbe Beihilfe zweimal gesehen, und Datum, Rechtsgrundlage oder Betrag weichen ab; in jedem Zeitraum zählt der höchste, der dort zählt
    .source = Vertrag: Abgleich
flag_uncounted = weder Betrag noch Empfänger konnte ermittelt werden; der Spielraum ist eine Obergrenze
    .source = Vertrag: Meldungen
flag_group_evidence_weak = hängt an einer nur erklärten Kontrollverbindung
    .source = 2831 Art. 2 Abs. 2
flag_group_not_attested = niemand hat erklärt, dass nach der Gruppe gesucht wurde
    .source = 2831 Art. 6 Abs. 4
flag_group_cross_border = hängt an einer Kontrollverbindung über einen anderen { -member-state }
    .source = 2831 Art. 2 Abs. 2, Erwägungsgrund 5
flag_identity_not_matched = die Kennung einer { -natural-person(form: "gen") } konnte zwischen Parteien nicht abgeglichen werden
    .source = Vertrag: Personen
flag_identity_not_anchored = das Unternehmen hat keine Registerkennung
    .source = Vertrag: Kennungen
flag_interpretation = hängt an einer als Auslegung gekennzeichneten Regel
    .source = das Regelpaket
flag_declaration_missing = keine Erklärung über andere { -de-minimis-aid } ist aufgezeichnet, während kein Register die betreffenden Jahre abdeckt
    .source = { by_rule }
flag_publication_due = die Gewährung liegt über dem Betrag, ab dem ihr Rechtsakt eine Veröffentlichung verlangt; an welchem Tag sie fällig ist, sagt `aid-audit duties`
    .source = AGVO Art. 9
flag_benefit_not_repaid = eine Herabsetzung zählt weniger, als der verwendete Wert abzüglich der zurückgezahlten Hauptforderung erlauben würde
    .source = Vertrag: Herabsetzungen
flag_draw_exceeds_award = es wurde mehr abgerufen als gewährt
    .source = Vertrag: Verwendung
flag_gge_differs_from_declared = unser Betrag für das { -gge } ist nicht der erklärte
    .source = 2831 Art. 3 Abs. 5
flag_beside_unknown_regime = neben einer Beihilfe, deren Rechtsgrundlage niemand kennt: es können { -de-minimis-aid } sein, und sie wird nicht gezählt
    .source = 2831 Art. 6 Abs. 4
flag_link_not_declared = jemand hat die Mehrheit der Stimmrechte, und keine Verbindung ist erklärt; bei einer Gewährung: die Antwort hängt davon ab
    .source = 2831 Art. 2 Abs. 2 Buchst. a
flag_group_natural_person = hängt an der rechtlich offenen Frage, ob Unternehmen einer { -natural-person(form: "gen") } ein Unternehmen sind
    .source = 2831 Art. 2 Abs. 2
flag_split_undivided = das Eigenkapital der Aufspaltung kann nicht aufteilen: jeder Nachfolger hält die ganze Beihilfe, bis sie zugewiesen ist
    .source = 2831 Art. 3 Abs. 9
flag_claim_doubtful = zählt, wie sie es beansprucht, und kann nach dem, was über sie erklärt ist, nicht unter diesen Rechtsakt fallen: ihr Datum, ihre Tätigkeit, eine Bedingung, oder keine Dienstleistung genannt
    .source = 2831 Art. 1 Abs. 1, Art. 7 Abs. 3; 2832 Art. 1 Abs. 1
flag_reference_old = mit einem { -base-rate } ermittelt, der älter als ein Jahr ist
    .source = 2831 Art. 3 Abs. 6; VO (EG) Nr. 794/2004 Art. 9 Abs. 4
flag_national_total_unknown = für eine nationale Obergrenze ist keine Gesamtsumme des { -member-state(form: "gen") } aufgezeichnet, sodass dieses Register allein nicht sagen kann, ob sie ausgeschöpft ist
    .source = VO (EU) Nr. 1408/2013, Nr. 717/2014 Art. 3 Abs. 3
flag_size_contradicted = die erklärte Größe ist nicht die, die sich aus den Abschlüssen ergibt
    .source = AGVO Anhang I
flag_exempt_by_later_text = durch einen späteren Text der Verordnung freigestellt, nicht durch den ihres Tages
    .source = AGVO Art. 58 Abs. 1
flag_old_terms = zu den Bedingungen vor einer Änderung freigestellt, die Regelungen eine Zeit lang behalten
    .source = AGVO Art. 58 Abs. 5

### What has to be done by when

duty_due = fällig
duty_latest = spätestens
duty_keep_until = aufbewahren bis
duty_status = Stand
duty_name = Pflicht
duty_of = Gegenstand
duty_about = betrifft
duty_state = Staat
duty_by = durch
duty_done = erfüllt
duty_certain = sicher
duty_article = Artikel
duty_yes = ja
duty_no = nein
duty_line_status = Stand { $status }
duty_line_by = durch { $by }
duty_line_latest = spätestens { $on }
duty_line_earliest = nicht sicher: der früheste mögliche Tag

### The headroom page

page_left = { $bound ->
    [yes] höchstens { $remaining } EUR verbleiben
   *[no] { $remaining } EUR verbleiben
  }
page_of = Spielraum von { $undertaking }
page_terms = am { $on } für Beihilfen{ $state_given ->
    [yes] { " " }von { $state }
   *[no] { "" }
  } unter { $regime }, von einem { -ceiling } von { $ceiling } EUR.
page_used = { $used } EUR sind durch Beihilfen ausgeschöpft ({ granted_between }).
page_own = Durch Beihilfen ({ granted_between }) sind { $used } EUR ausgeschöpft; der obige Zeitraum ist voller, und auch er enthält das Datum.
page_more = Mehr ab dem { $on }: { $remaining } EUR verbleiben dann.
page_view = Wie Gewährungen von { $party } beurteilt werden, mit dem, was diese Partei selbst erklärt hat.
page_everybody = Nach dem, worauf sich alle stützen, verbleiben { $remaining } EUR.
page_exceeded = Der { -ceiling } ist um { $excess } EUR überschritten.
page_no_release = Nach diesem Datum scheidet keine gezählte Beihilfe aus dem Zeitraum aus.
page_coverage = { $from_given ->
    [yes] { $regime }: ein Register deckt dies seit dem { $from } ab; Beihilfen ohne Betrag: { $uncounted }, unter einer unbekannten Regelung: { $unknown }
   *[no] { $regime }: kein Register ist bekannt, das dies abdeckt; eine Erklärung über andere Beihilfen ist erforderlich; Beihilfen ohne Betrag: { $uncounted }, unter einer unbekannten Regelung: { $unknown }
  }

### Headings and labels of pages

page_title = { $title } - AidLedger
page_skip = Zum Inhalt springen
page_navigation = Hauptnavigation
page_headroom = Spielraum
page_interface = Schnittstelle
page_codes = Codes
page_checkpoint = Checkpoint
page_footer = Was an einem Checkpoint bekannt war; keine Rechtsberatung und keine Freigabe.
page_languages = Sprachen
terms_unverified = Begriffe dieser Übersetzung sind nicht anhand des Amtsblatts geprüft
page_question = Wie viel Beihilfe ist noch möglich?
page_again = Erneut fragen
page_fault = { $message }: { $hint }
page_why = Warum
page_entry = Eintrag { $position }
page_releases = Wann mehr frei wird
page_as_known = Nach dem Stand der jetzt bekannten Beihilfen
page_on = Am
page_frees_up = Wird frei, EUR
page_left_then = Verbleibt dann, EUR
page_rests_on = Worauf dies beruht
page_check = Prüfen Sie es selbst
page_no_trust = Dies erfordert kein Vertrauen in diesen Server: die Beträge werden aus den unterschriebenen Einträgen neu ermittelt.
page_undertaking = Unternehmen
page_undertaking_such = etwa NID:FI:1234567-1
page_state = Gewährender Staat
page_state_usual = der, der gewährt hat
page_regime = Regelung
page_regime_of = { $title } ({ $act })
page_date = Tag der Gewährung
page_date_empty = leer: heute
page_party = Wie Gewährungen von
page_party_empty = Kennung einer Partei; leer: nach dem, worauf sich alle stützen
page_purpose = Wofür
page_purpose_kept = von Hosting-Stellen verlangt; es wird aufgezeichnet
page_show = Spielraum anzeigen
page_which_route = Welcher Weg?
page_amount = Geplanter Betrag, EUR
page_amount_such = etwa 37000.00: welche Regelungen ihn tragen; leer für keinen
page_document = Das Ganze als OpenAPI 3.1
page_conventions = Beträge sind Dezimalzeichenketten; Daten sind Kalenderdaten des gewährenden Staates; jedes Problem verweist auf seine Erläuterung.
page_routes = Routen
page_routes_whose = Routen, und wer sie verwenden darf
page_route = Route
page_what = Was
page_table = Tabelle
page_errors = Codes, Vermerke und Probleme

### Problems: what a server answers instead

# Titles

problem_too_large = Der Inhalt ist zu groß
problem_quota_exceeded = Zu viele Anfragen
problem_malformed = Die Anfrage ist fehlerhaft
problem_wrong_ledger = Die Erklärung ist für ein anderes Register bestimmt
problem_granted_before_statement = Die Gewährung ist älter als ihre Erklärung
problem_unknown_signer = Der Unterzeichner ist hier nicht bekannt
problem_key_revoked = Der Schlüssel ist widerrufen
problem_bad_signature = Die Signatur ist nicht gültig
problem_party_suspended = Die Partei ist suspendiert
problem_event_id_reused = Die Ereigniskennung wurde für andere Bytes verwendet
problem_read_only = Zurzeit werden keine Erklärungen angenommen
problem_token_required = Ein Token ist erforderlich
problem_not_allowed = Nicht für diesen Aufrufer
problem_not_found = Nicht gefunden
problem_method_not_allowed = Der Pfad hat andere Methoden
problem_request_timeout = Der Inhalt ist nicht rechtzeitig angekommen
problem_pack_mismatch = Die Bytes sind nicht das Regelpaket dieses Namens
problem_unsupported_media_type = Ein anderer Medientyp wird erwartet
problem_state_needed = Der gewährende Staat ist erforderlich
problem_no_ceiling = Kein { -ceiling } ist bekannt
problem_index_behind = Die Leseseite ist im Rückstand oder geschlossen
problem_look_not_recorded = Nichts wird gezeigt, was nicht aufgezeichnet werden kann
problem_too_busy = Zu viele Anfragen zugleich
problem_internal = Der Server hat versagt

# Details

why_address_busy = zu viele Anfragen von dieser Adresse in einer Minute
why_batch_long = { $count } Zeilen, höchstens { $most } werden angenommen; senden Sie mehrere Stapel
why_batches_busy = zu viele Stapel zugleich; senden Sie diesen erneut
why_body_large = höchstens { $most } Bytes werden hier angenommen
why_body_late = senden Sie den ganzen Inhalt ohne lange Pausen
why_entry_unreadable = der Eintrag an Position { $position } kann nicht gelesen werden: { $why }
why_foreign_lines = mehr als { $most } Zeilen sind keine Erklärungen: ab hier wurde keine angesehen
why_in_hand = zu viele Anfragen sind in Bearbeitung
why_log_unreadable = das Log kann hier nicht gelesen werden; das Protokoll des Servers sagt, warum
why_look_not_kept = nichts wird gezeigt, was nicht aufgezeichnet werden kann; das Protokoll des Servers sagt, warum
why_looks_unreadable = die Aufzeichnung der Einsichten kann hier nicht gelesen werden; das Protokoll des Servers sagt, warum
why_media = senden Sie es als eines von: { $media }
why_no_answer = die Antwort konnte nicht erstellt werden; siehe das Protokoll des Servers
why_no_body = ein Stapel hat einen Inhalt
why_no_entry = kein Eintrag an Position { $position }
why_no_file = keine solche Datei des Logs; Teilkacheln gibt es nur für veröffentlichte Checkpoints
why_no_json = sein Inhalt ist kein JSON
why_no_party = das Register hat keine Partei `{ $party }`
why_not_cosigned = kein Checkpoint eines solchen Logs wurde hier mitgezeichnet
why_everybodys_view = einem Antragsteller wird nach dem geantwortet, worauf sich alle stützen
why_own_view = das Token antwortet nur in der Sicht von `{ $own }`, nicht von `{ $named }`; lassen Sie `as-party` weg
why_own_duties = das Token antwortet nur zu den Pflichten von `{ $own }`, nicht von `{ $named }`; lassen Sie `party` weg
why_only_pseudonyms = keine solche Route; POST /v1/pseudonyms ist die einzige
why_no_register_key = dieses Register hat keinen Schlüssel für diesen Staat
why_who_may_ask = das Log, das sagt, wer fragen darf, kann zurzeit nicht gelesen werden
why_host_needed = hier ist das Token einer Hosting-Stelle erforderlich
why_asked_often = diese Partei hat so oft gefragt, wie sie in einer Stunde darf
why_asker_not_recorded = wer fragt, kann zurzeit nicht aufgezeichnet werden, daher wird nichts beantwortet
why_no_path = kein solcher Pfad; GET /docs führt sie auf
why_not_open = dieses Register ist nicht offen: fragen Sie GET /v1/undertakings/{"{"}id{"}"}/headroom mit einem Token
why_not_recorded = zurzeit nicht aufgezeichnet; senden Sie dieselben Bytes gleich noch einmal
why_other_host = ein offenes Register antwortet nur unter 127.0.0.1, [::1] und localhost
why_other_method = der Header Allow nennt die Methoden dieses Pfades
why_own_group = das Token öffnet nur das eigene Unternehmen und dessen Gruppe
why_own_looks = das Token öffnet nur Einsichten in das eigene Unternehmen
why_own_statements = das Token öffnet nur die Erklärungen der eigenen Partei
why_pack_not_kept = zurzeit nicht aufbewahrt; senden Sie dieselben Bytes gleich noch einmal
why_past_door = eine Bearbeitung wurde an ihrer Tür vorbei erreicht
why_reads_busy = zu viele Lesevorgänge zugleich
why_role = die Rolle { $role } darf diese Route nicht verwenden
why_room_full = zu viel ist unterwegs; senden Sie dies erneut
why_short = der Maschine fehlt zurzeit etwas; fragen Sie gleich noch einmal
why_streams_busy = zu viele Ströme sind offen; lesen Sie /v1/events
why_token_closed = das Token öffnet hier nichts: nicht das dieses Registers, oder nicht mehr gültig
why_token_needed = diese Route erfordert ein Token: Authorization: Bearer <token>
why_until_looked = nichts wird aufgezeichnet, bis der Betreiber nachgesehen hat; das Protokoll des Servers sagt, warum
why_until_restart = nichts wird aufgezeichnet bis zu einem Neustart; das Protokoll des Servers sagt, warum

### What a code is about in a statement

sentence_about = { $meaning }: { $about }
to_be_done = was getan werden kann: { $way }
all_said = { $said }
about_listed = { $names }
about_role = { $kind } wird unterschrieben von { $wanted }; { $party } hat die Rollen { $has }
about_owner = { $named }, erklärt von { $party }
about_mandate = { $party } für { $authority }{ in_state } am { $on }
about_base_rate = der { -base-rate }{ in_state } für den { $on }
about_taken = { $award } vom { $on }, an Position { $position }
about_record = { $award } vom { $on } ist an Position { $position } aufgezeichnet{ $gge_given ->
    [yes] { " " }mit { $gge } EUR
   *[no] { "" }
  }
about_expired = { $award } lief am { $until } ab, vor dem { $on }
about_act = { $regime } am { $on }
about_sector = NACE { $nace } unter { $regime }
about_conditions = { $conditions } unter { $regime }
about_price = eine { $unit } von { $system } am { $on }
about_rate = { $currency } am { $on }
about_service = die Dienstleistung { $service }, für die es { $count ->
    [one] { $count } andere Beihilfe
   *[other] { $count } andere Beihilfen
  } gibt{ $named_given ->
    [yes] , darunter { $named }
   *[no] { "" }
  }
about_whom = { $undertaking } am { $on }
about_form = Beihilfe der Form { $form } unter { $regime } am { $on }
about_ceiling = { $after } EUR von { $limit } EUR damit ausgeschöpft{ in_state }{ $from_given ->
    [yes] , gewährt vom { $from } bis zum { $to }
   *[no] { $to_given ->
        [yes] , gewährt bis zum { $to }
       *[no] { "" }
      }
  }
about_day = { $on }
about_waiting = { awards }{ $named_given ->
    [yes] , darunter { $named }
   *[no] { "" }
  }
about_circle = { $controlled } kontrolliert bereits { $controller }
about_others = mit dem, was andere Parteien darüber erklärt haben, wer zusammengehört, würde sie abgelehnt
about_separated = ob Tätigkeiten und Kosten getrennt gehalten werden
about_range = die Beihilfe hat keinen höchsten Betrag

### The problem of a statement without effect

refused = Abgelehnt
deferred = Zurückgestellt: eine Person muss entscheiden
recorded_as = aufgezeichnet an Position { $position } als { $outcome }: { $code }
room_left = die { -ceiling(form: "pl") } lassen an diesem Datum { $largest } EUR
fits_on = der volle Betrag passt ab dem { $day }
as_said = { $text }
above_the_ceiling = der volle Betrag passt nie: { $amount } EUR sind mehr als der { -ceiling } von { $ceiling } EUR
no_date = der volle Betrag passt an keinem bekannten Tag{ $last_given ->
    [yes] : unter { $regime } kann nach dem { $last } nichts gewährt werden
   *[no] { " " }unter { $regime }
  }
waive_first = er passt, wenn zuvor auf { $awards } verzichtet und das davon Verwendete zurückgezahlt wird
other_regime = unter { $regime } würde diese Gewährung zugelassen; dort verbleiben { $remaining } EUR

### What `submit` says of each statement

sent_line = { $name_given ->
    [yes] Zeile { $line }, { $name }: { $said }
   *[no] Zeile { $line }: { $said }
  }
sent_known = { $said } (bei einem früheren Lauf gesendet)
sent_admitted = zugelassen an Position { $position }
sent_recorded = aufgezeichnet an Position { $position }
sent_reported = aufgezeichnet an Position { $position }; eine Meldung fragt niemanden und zählt, wie hoch der { -ceiling } auch ist
sent_conferred = aufgezeichnet an Position { $position }; was bereits zugesprochen ist, fragt niemanden und zählt, wie hoch der { -ceiling } auch ist
sent_refused = ABGELEHNT an Position { $position }, ohne Wirkung: { $why }
sent_deferred = ZURÜCKGESTELLT an Position { $position }, ohne Wirkung, bis eine Person entscheidet: { $why }
sent_word = { $meaning } ({ $word })
sent_left = { $state_given ->
    [yes] danach verbleiben { $left } EUR von { $limit } EUR in { $state } (Zeitraum vom { $from } bis zum { $to })
   *[no] danach verbleiben { $left } EUR von { $limit } EUR (Zeitraum vom { $from } bis zum { $to })
  }
sent_over = { $state_given ->
    [yes] damit { $after } EUR von { $limit } EUR in { $state } (Zeitraum vom { $from } bis zum { $to }), { $excess } EUR zu viel
   *[no] damit { $after } EUR von { $limit } EUR (Zeitraum vom { $from } bis zum { $to }), { $excess } EUR zu viel
  }
sent_left_unknown = wie viel danach verbleibt, ist nicht bekannt: eine Beihilfe im Zeitraum hat keinen bekannten Betrag
sent_worth = { $said }: { $worth }
sent_note = Hinweis: { $note }
sent_way_out = Ausweg: { $way }
way_now = bis zu { $largest } EUR passen jetzt, als neues Ereignis mit eigener Kennung
way_nothing_now = an diesem Datum passt nichts, so klein es auch sei
way_day = das Ganze passt am { $day }, nach dem Stand der jetzt bekannten Beihilfen
way_waive = auf { $amount } EUR früherer Beihilfe verzichten, und sie zurückzahlen, vor der Gewährung (award.waived durch die Partei, die sie gewährt hat)
way_waive_award = { $award } zählt dort { $counted } EUR, und darauf könnte verzichtet werden
way_explain = warum, Schritt für Schritt: aid-audit explain { $source } --position { $position }
way_regime = { $regime } lässt { $remaining } EUR, wo die eigenen Bedingungen erfüllt sind
sent_turned_away = ZURÜCKGEWIESEN mit { $status } { $code }, nichts aufgezeichnet: { $detail }
sent_not_sent = NICHT GESENDET: { $why }
sent_fault = { $pointer }: { $message }; { $hint }
sent_counts = { $lines ->
    [one] { $lines } Erklärung
   *[other] { $lines } Erklärungen
  }, davon { $known } bei einem früheren Lauf gesendet
sent_became = zugelassen { $admitted }, aufgezeichnet { $recorded }, abgelehnt { $refused }, zurückgestellt { $deferred }, zurückgewiesen { $turned_away }, nicht gesendet { $not_sent }
sent_receipts = Empfangsbestätigungen: { $folder }
sent_ends = Exit-Code { $code }: { $meaning }
sent_all = jede Erklärung wurde wirksam
sent_some_without_effect = jede Erklärung hat eine Empfangsbestätigung, und einige wurden nicht wirksam
sent_some_without_receipt = einige Erklärungen haben keine Empfangsbestätigung; berichtigen Sie sie, oder führen Sie den Befehl erneut aus

### What an audit says

exit_sound = einwandfrei innerhalb des unten genannten Umfangs
exit_could_not_run = konnte nicht ausgeführt werden: etwas kann nicht gelesen werden
exit_unsound = NACHWEISLICH FEHLERHAFT
exit_verdict_differs = einwandfreie Bytes, aber eine Entscheidung weicht bei der Neuberechnung ab
exit_incomplete = unvollständig: etwas fehlt, ist nicht reproduzierbar oder nicht festgelegt
exit_state_corrupt = der eigene Zustand des Prüfers ist beschädigt
exit_packs_differ = die verglichenen Regelpakete entscheiden unterschiedlich
verdict_differs = { $citation_given ->
    [yes] die Entscheidung weicht ab in `{ $member }` ({ $citation })
   *[no] die Entscheidung weicht ab in `{ $member }`
  }
differs = WEICHT AB von dem, was aufgezeichnet ist
judged_by_other_build = die Entscheidungen ab hier wurden nach den Regeln einer anderen Fassung getroffen (Fassung { $release }, Hashwert { $theirs }; der dieser Fassung ist { $ours }): solange die Semantik 0 ist, verspricht keine Fassung die Entscheidungen einer anderen, daher werden sie nicht reproduziert; prüfen Sie mit jener Fassung
written_by_other_build = von einer anderen Fassung geschrieben (Fassung { $release }), und diese kann es nicht lesen: { $error }; solange die Semantik 0 ist, verspricht keine Fassung zu lesen, was eine andere geschrieben hat; prüfen Sie mit jener Fassung
semantics_unknown = diese Fassung kennt die hier geltende Semantik { $semantics } nicht: Entscheidungen ab hier werden nicht reproduziert
rules_to_adopt = die geltenden Regeln sind die einer anderen Fassung (Fassung { $release }): nichts wird aufgezeichnet, bis die Regelbehörde die dieser Fassung mit `aidledger engine adopt` annimmt
line_stated = { $event } von { $party }
line_award = { $award }{ $beneficiary_given ->
    [yes] { " " }an { $beneficiary }
   *[no] { "" }
  }{ $on_given ->
    [yes] { " " }gewährt am { $on }
   *[no] { "" }
  }
check_line = { $rule } vom { $from } bis zum { $to }: { $after } von { $limit }, { $left } verbleiben
checked_head = der Checkpoint über { $size } Einträge ist mit einem Schlüssel unterschrieben, den das Log bei dieser Größe nennt
checked_tree = jedes Bündel, jede Hash-Kachel jeder Ebene und die Wurzel folgen aus den Einträgen
checked_entries = die ersten { $entries } Einträge: Signatur, an der Position aktiver Schlüssel und aktive Partei, Befugnis, keine Ereigniskennung doppelt
checked_verdicts = { $verdicts } Entscheidungen aus den Erklärungen und den angenommenen Regelpaketen neu berechnet
checked_consistency = Konsistenz mit { $name } ({ $size } Einträge)
checked_cosigned = mitgezeichnet von { $witnesses }
open_without_head = alles andere: ohne lesbaren Checkpoint sagt nichts, wie weit das Log reicht
open_entries = Einträge { $from } bis { $to }: sie konnten nicht nachvollzogen werden
open_verdicts = { $verdicts } Entscheidungen, die nicht von dieser Fassung neu zu berechnen sind ({ $same } davon würde sie ebenso treffen)
open_semantics = Semantik 0: keine Zusage, dass eine spätere Fassung diese Entscheidungen neu berechnet
open_whose = wessen Log dies ist: zum ersten Mal gesehen, hat es seine eigene Kennung festgelegt
open_other_histories = ob anderen eine andere Geschichte gezeigt wurde: kein Zeugenquorum wurde verlangt
open_rollback = ob das Log zurückgesetzt wurde: kein früherer Kopf ist bekannt
open_left_out = ob jede Beihilfe eingereicht wurde: ein Log beweist, was in ihm steht, nicht was ausgelassen wurde
open_truth = ob wahr ist, was Unterzeichner erklären, und ob die Regelpakete das Recht richtig wiedergeben
open_clock = die Uhr des Servers: die Zeiten der Aufzeichnung sind sein Wort, nur ihre Reihenfolge ist geprüft
open_journal = das Journal und der Index des Servers: `aidledger fsck` liest sie

### The list of a log

list_position = Position
list_recorded = aufgezeichnet
list_type = Typ
list_party = Partei
list_award = Beihilfe
list_beneficiary = Empfänger
list_granted = gewährt
list_outcome = Ergebnis
list_gge = BSÄ
list_remarks = Bemerkungen

### The report of an audit, and what it finds

report_title = Prüfbericht
report_answer = { $meaning } (Exit { $code })
report_source = Quelle
report_ledger = Register
report_origin = Herkunft
report_pinned_by = bestimmt
report_size = Größe
report_root = Wurzel
report_not_reproduced = nicht reproduziert
report_unknown = unbekannt
report_nothing = nichts
report_findings = Feststellungen ({ $count })
report_finding = { $kind }: { $what }
report_entries = Einträge
report_counts = { $event }: { $outcomes }
report_count = { $count } { $outcome }
report_bypasses = Umgehungen der Prüfung ({ $count })
report_interpretations = durch Auslegung entschieden ({ $count })
report_compromised = mit einem kompromittierten Schlüssel unterschrieben ({ $count })
report_governance = Verwaltung ({ $count })
report_checked = geprüft
report_not_checked = NICHT geprüft
report_none = keine
report_more = .. der Bericht in JSON enthält mehr
note_signed_by = unterschrieben mit `{ $kid }`
note_subject = { $event } { $subject } von { $party }
note_bypass = { $flag }: { $subject }
note_interpretation = { $flag } unter { $rules }: { $outcome }, { $subject }
found_in_file = `{ $file }`: { $what }
found_at_byte = `{ $file }` Byte { $offset }: { $what }
found_at = Position { $position }: { $what }
found_both = { $what }: aufgezeichnet { $recorded }, neu berechnet { $recomputed }
found_none = keine
found_no_head = kein Kopf ist veröffentlicht
found_no_utf8 = kein UTF-8
found_rolled_back = zurückgesetzt: { $name } hat { $size } Einträge, dieses Log zeigt { $shown }
found_two_histories = zwei Geschichten: { $name } hat bei Größe { $size } die Wurzel { $root }, dieses Log hat { $own }; bewahren Sie beide auf
found_root = unterschriebene Wurzel { $signed }, berechnete Wurzel { $computed } über { $size } Einträge
found_unfounded = kein Gründungseintrag konnte nachvollzogen werden, sodass kein Schlüssel dieses Logs bekannt ist
found_origin = seine Herkunft ist `{ $origin }`, die des Registers ist `{ $own }`
found_signature = { $error }; gefundene Schlüsselkennungen { $keys }, hier zulässig { $allowed }
found_no_key_line = die Zeile mit dem Prüfschlüssel fehlt
found_key_line = Schlüsselkennung { $key }, wo das Log { $allowed } hat
found_other_ledger = ein anderes Register als zuvor: dieser Ort zeigte `{ $before }`, jetzt zeigt er `{ $own }`
found_no_ledger = kann von dem verlangten Register `{ $id }` nicht unterschieden werden
found_not_asked = dies ist das Register `{ $own }`, nicht `{ $id }` wie verlangt
found_unpinned = nichts sagt, dass `{ $own }` das gemeinte Log ist: geben Sie seine Kennung oder seinen Schlüssel (--log) oder eine Vorgabe an
found_rotated = das Log unterschreibt nicht mehr mit dem verlangten Schlüssel; legen Sie seine Registerkennung fest, um dem Wechsel zu folgen
found_not_by_key = { $error }: verlangt war die Schlüsselkennung { $key }
found_no_quorum = das Zeugenquorum der Vorgabe ist nicht erreicht; mitgezeichnet: { $names }
found_not_by_policy = nicht von einem Log der Vorgabe: { $error }
found_gone = { $what }: die Einträge { $first } bis { $last } sind nicht da, um nachvollzogen zu werden
found_leaf = sein Blatt-Hash ist { $computed }, `{ $tile }` hat { $stated }
found_tile = sie hat { $stated }, der Eintrag in `{ $bundle }` hat { $computed }
found_node = er hat { $stated }, die Einträge { $first } bis { $last } darunter haben { $computed }
found_pack_digest = die Bytes des Regelpakets { $pack } haben den Hashwert { $computed }
found_pack_unread = diese Fassung kann das Regelpaket { $pack } nicht übersetzen: { $fault }
found_no_pack = die Bytes des Regelpakets { $pack } sind nicht da
found_from_here = { $what }; Entscheidungen ab hier können nicht neu berechnet werden

### The class of an enterprise by size

class_micro = Kleinstunternehmen
class_small = kleines Unternehmen
class_medium = mittleres Unternehmen
class_large = kein KMU
size_perhaps = { $class } oder größer
size_class = { $undertaking } am { $on }: { $class }
size_open = { $undertaking } am { $on }: Die Größenklasse lässt sich aus dem Aufgezeichneten nicht bestimmen; mindestens { $best }, höchstens { $worst }
size_public = öffentliche Stellen halten { $capital } % des Kapitals und { $votes } % der Stimmrechte, ohne die Investoren der Liste: { $bars ->
    [yes] Dies ist kein KMU, gleich welche Zahlen es hat
   *[no] Angesichts dessen, was nicht aufgezeichnet ist, könnte dies kein KMU sein, gleich welche Zahlen es hat
  }
size_declared = keine Abschlüsse sind aufgezeichnet; die Größenklasse ist die erklärte, auf die in gutem Glauben vertraut wird und die überprüft werden kann
size_contradicted = erklärt wurde { $stated }; die Abschlüsse ergeben eine andere Größenklasse
size_readings = zwei Auslegungen: nach den Verbindungen am gefragten Tag { $day }, nach den Verbindungen am letzten Tag jedes Geschäftsjahrs { $closing }; welche entscheidet, ist ein Parameter der Auslegung
size_more_than_whole = von { $undertaking } soll mehr als das ganze Kapital oder mehr als alle Stimmrechte gehalten werden; eine Erklärung ist falsch
size_sum = { $awu } Jahresarbeitseinheiten, Umsatz { $turnover } EUR, Bilanzsumme { $balance } EUR{ $complete ->
    [yes] { "" }
   *[no] { " " }mindestens, da einige Zahlen fehlen
  }
size_total = zusammen: { $sum }
size_itself = { $undertaking } selbst, Abschluss { $year }: { $sum }
size_linked = { $undertaking }, verbunden, in voller Höhe, Abschluss { $year }: { $sum }
size_partner = { $undertaking }, Partnerunternehmen oder mit einem solchen verbunden, { $percent } % seines Abschlusses { $year }: { $sum }
size_consolidated = { $undertaking }: im konsolidierten Abschluss eines anderen enthalten, nicht noch einmal hinzugerechnet
size_no_accounts = { $undertaking }: kein Abschluss aufgezeichnet, von dem { $percent } % hinzugerechnet würden
size_period = Geschäftsjahr { $year }, abgeschlossen am { $closed_on }{ $estimate ->
    [yes] { " " }(Schätzung)
   *[no] { "" }
  }: { $sum }; für sich { $class }
size_no_period = ein Geschäftsjahr ist nicht aufgezeichnet: gleich was darin war
size_missing = fehlt: { $what }
size_missing_own = Abschlüsse des Unternehmens selbst; erklären Sie sie
size_missing_accounts = Abschluss von { $undertaking } für das letzte Geschäftsjahr; erklären Sie ihn
size_missing_period = Abschlüsse verbundener Unternehmen oder Partnerunternehmen für das Geschäftsjahr { $year }; erklären Sie sie
size_missing_own_period = Abschluss des Unternehmens für ein Jahr zwischen oder nach den aufgezeichneten; erklären Sie ihn
size_missing_rate = ein Wechselkurs für den Abschluss von { $undertaking }; veröffentlichen Sie ihn
size_missing_market = ob { $one } und { $other }, die dieselben Personen beherrschen, auf demselben Markt oder auf benachbarten Märkten tätig sind; erklären Sie es
size_missing_authority = Haushalt und Einwohnerzahl von { $undertaking }; erklären Sie sie
size_missing_invested = was Business Angels in { $undertaking } investiert haben; erklären Sie es
size_unknown = unter { $undertaking } ist nichts aufgezeichnet

### Recovery interest

interest_owed = { $decision } gegen { $undertaking }: { $owed } sind am { $on } geschuldet, Hauptforderung { $principal } und Zinsen { $interest }
interest_unknown = { $decision } gegen { $undertaking }: Was am { $on } geschuldet ist, lässt sich nicht bestimmen; Hauptforderung { $principal }, und die Zinsen haben keinen Betrag, was nicht null ist
interest_no_rate = kein { -base-rate } des zurückfordernden Staates ist für den { $on } aufgezeichnet; veröffentlichen Sie ihn
interest_no_day_count = die Anordnung zählt Tage nach { $count }, was hier nicht bekannt ist; bekannt sind { $known }
interest_by_analogy = der Satz ist der von Rückforderungsbeschlüssen der Kommission; entsprechend wären { $owed } geschuldet, davon { $interest } Zinsen
interest_annulled = der Beschluss wurde am { $on } für nichtig erklärt: Danach ist nichts geschuldet
interest_suspended = die Rückforderung wurde am { $on } ausgesetzt; die Zinsen laufen weiter, bis die Beihilfe zurückgezahlt ist
interest_overpaid = { $amount } wurden gezahlt, ohne geschuldet zu sein
interest_no_order = keine Rückforderungsanordnung nach { $decision } ist aufgezeichnet
interest_step = { $from } bis { $to }: { $rate } % im Jahr ({ -base-rate } seit dem { $from_rate }), für diese Tage, auf { $bearing }: { $accrued }
interest_whole_year = { $from } bis { $to }: { $rate } % ({ -base-rate } seit dem { $from_rate }), ein ganzes Jahr, auf { $bearing }: { $accrued }
interest_mixed_money = eine Auszahlung oder Zahlung lautet auf eine andere Währung als { $currency }, die Währung der Anordnung
interest_reading = { $reading }: { $owed } wären geschuldet
interest_reading_credit = Zahlungen anders angerechnet
interest_reading_february = der andere Jahrestag des letzten Februartags eines Schaltjahres
interest_reading_below_zero = Sätze unter null anders behandelt
