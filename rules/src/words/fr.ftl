# The French catalogue, in the register of the Official Journal. Keys, arguments and order are those of en.ftl; a term of the
# law stands as { -term } and is written in docs/reference/legal-terms.csv alone. Where a sentence begins and where it ends,
# capitals and full stops are as in en.ftl: most sentences are parts of longer ones.

### What a pack leaves out

left_out = les règles omettent ici un point: { $text } ({ $effect })

### Two choices of packs compared over a log

diff_entry = position { $position }: { $kind } par { $party }, concernant { $subject }
diff_award = aide { $award }{ $whose_given ->
    [yes] { " " }de { $whose }
   *[no] { "" }
  }{ $on_given ->
    [yes] , octroyée le { $on }
   *[no] { "" }
  }
diff_member = { $member }: premier { $a }, second { $b }
diff_headroom = marge disponible de { $undertaking } au titre de { $regime } (État: { $member_state }) le { $on }: premier { $a }; second { $b }
diff_room = { $remaining } EUR sur { $ceiling } EUR, { $excess } EUR au-dessus
diff_no_room = aucune réponse
diff_verdicts = { $differ } décisions sur { $compared }
diff_rooms = { $differ } marges disponibles sur { $compared }
diff_sum = diffèrent: { $verdicts } et { $rooms }

### A pack as it is shown

show_title = { $pack } { $version }: { $title }
show_law = À qui appartient ce droit: { $whose }. Quel crédit lui accorder: { $status }.
show_sha256 = Son empreinte (SHA-256), que signe l’adoption: { $sha256 }
show_on = Ce qui vaut pour les octrois à la date indiquée ({ $on }), et rien d’autre.
show_rules = Règles
show_rule = { $id }: { $title }
show_kind = ce qu’elle énonce: { $kind }
show_cited = où cela est écrit: { $citation }
show_days = pour les octrois à compter du { $from }{ $until_given ->
    [yes] { " " }jusqu’au { $until }
   *[no] , sans terme connu
  }
show_stated = { $key }: { $value }
show_named_figure = { $name }{ $value_given ->
    [yes] { " " }({ $value })
   *[no] { "" }
  }
show_none = aucun
show_figures = Chiffres
show_figure = { $id }: { $title }
show_days_of_value = { $whose_given ->
    [yes] de { $whose }, à compter du { $from }
   *[no] à compter du { $from }
  }{ $until_given ->
    [yes] { " " }jusqu’au { $until }
   *[no] { "" }
  }
show_value = { $days }: { $value }; { $citation }
show_amount = { $value } { $unit }
show_reading = Il s’agit d’une interprétation du texte: { $note }
show_lists = Listes
show_list = { $id }: { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
  }
show_not_modelled = Ce qui est omis
show_complete = Rien n’est mentionné: l’ensemble se dit complet.
pack_word_jurisdiction_eu = celui de l’Union
pack_word_jurisdiction_member_state = celui d’un { -member-state }
pack_word_status_illustrative = indicatif, rédigé avec soin mais vérifié par aucun juriste
pack_word_status_reviewed = vérifié par un juriste
pack_word_status_adopted = mis en vigueur par une autorité des règles qui lui est propre
pack_kind_window_cap = le montant maximal qui peut être détenu sur toute période d’un nombre donné d’années
pack_kind_eligibility_in_force = pour les octrois de quelles dates il peut être utilisé
pack_kind_eligibility_reservation_life = combien de temps une réservation peut durer
pack_kind_eligibility_no_aid = pour quels motifs une mesure ne constitue pas une aide
pack_kind_cumulation_same_service = aucune aide en plus d’une autre compensation pour le même service
pack_kind_cumulation_same_costs = les aides portant sur les mêmes coûts ne dépassent pas ensemble ces coûts
pack_kind_cumulation_single_undertaking = qui constitue une { -single-undertaking } lorsque aucun { -ceiling } ne le dit
pack_kind_exclusion = activités qui ne sont pas servies
pack_kind_exclusion_serves = le seul secteur qui est servi
pack_kind_exclusion_statement = une condition dans laquelle il ne peut pas être utilisé
pack_kind_valuation_forex = quel âge un taux de change peut avoir
pack_kind_valuation_conversion = à quels taux une monnaie est convertie définitivement
pack_kind_valuation_loan_safe_harbour = ce que vaut un prêt sans évaluation de son risque
pack_kind_valuation_guarantee_safe_harbour = ce que vaut une garantie sans évaluation de son risque
pack_kind_valuation_loan_reference_rate = ce que vaut un prêt selon l’écart par rapport à un { -reference-rate }
pack_kind_valuation_discount = comment les paiements à venir sont actualisés
pack_kind_valuation_capital = jusqu’à quel montant un apport en capital est transparent
pack_kind_valuation_capped = jusqu’à quelle limite un autre instrument est transparent
pack_kind_valuation_funding = quels fonds sont réputés être ceux de l’État
pack_kind_duty_deadline = ce qui doit être fait au plus tard à une date
pack_kind_duty_retention = ce qui doit être conservé jusqu’à une date
pack_kind_duty_declaration = quand une déclaration relative à d’autres aides est nécessaire
pack_kind_duty_calendar = quels jours sont ouvrables, et quels délais se déplacent
pack_kind_national_cap = le montant maximal qu’un État peut octroyer à l’ensemble des bénéficiaires
pack_kind_eligibility_separated = quand des activités exclues n’excluent pas celles qui sont servies
pack_kind_exclusion_fishery_purpose = finalités dans le secteur de la pêche pour lesquelles il ne peut pas être utilisé
pack_kind_valuation_portfolio = ce que valent pour un intermédiaire financier les garanties sur ses prêts
pack_key_regime = au titre de
pack_key_regimes = au titre de
pack_key_except = sauf au titre de
pack_key_except_in_doubt = selon une interprétation du texte, sauf au titre de
pack_key_note = note
pack_key_status = valeur
pack_key_scope = les aides de qui sont additionnées
pack_key_unit = les octrois de qui sont additionnés
pack_key_window_years = années de la période
pack_key_boundary = le premier jour de la période
pack_key_ceiling = { -ceiling }
pack_key_code = à un octroi qu’elle arrête, il est répondu
pack_key_unlinked_through = détenteurs par lesquels des entreprises ne sont pas liées
pack_key_cross_border = liens de contrôle qui passent une frontière
pack_key_natural_persons = liens de contrôle de personnes physiques
pack_key_counts = ce qui est compté des aides antérieures
pack_key_mode = si cela est compté
pack_key_legacy = si elle a expiré
pack_key_tail = ce qui peut être octroyé après sa validité
pack_key_until = jusqu’au
pack_key_serves = sert
pack_key_days = jours
pack_key_grounds = motifs
pack_key_ground = motif
pack_key_test = ce qui doit ressortir de la déclaration
pack_key_state_aid = ce qui est ici une { -state-aid }
pack_key_statement = la condition
pack_key_sectors = activités, selon la liste
pack_key_max_age = nombre maximal de jours entre le taux et l’octroi
pack_key_rates = taux
pack_key_short_amount = montant maximal pour la durée la plus courte
pack_key_short_years = la durée la plus courte
pack_key_long_amount = montant maximal pour la durée la plus longue
pack_key_long_years = la durée la plus longue
pack_key_least_band = notation minimale d’une grande entreprise
pack_key_collateral_min = sûretés minimales
pack_key_cover_max = couverture maximale
pack_key_formula = selon quelle formule
pack_key_years_decimals = décimales auxquelles les années sont arrondies
pack_key_margin = marge au-dessus du { -base-rate }
pack_key_base_rate_age = nombre de jours à partir duquel un { -base-rate } est signalé comme ancien
pack_key_year_days = jours d’une année
pack_key_limit = le montant maximal qui est transparent
pack_key_origins = fonds pris en compte
pack_key_working_days = délai
pack_key_computed_from = retard à partir duquel il est signalé lorsque les jours fériés sont calculés
pack_key_missing_from = retard à partir duquel il est signalé lorsque les jours fériés manquent
pack_key_years = années couvertes par une déclaration ou un registre
pack_key_name = son nom
pack_key_starts = il court à compter de
pack_key_by = qui doit le faire
pack_key_ticked_by = la déclaration qui indique que cela a été fait
pack_key_about = à qui elle appartient
pack_key_register = des États dont le registre est
pack_key_basis = des aides octroyées
pack_key_instruments = des aides au moyen des instruments
pack_key_except_instruments = non des aides au moyen des instruments
pack_key_months = mois
pack_key_day = le jour de l’année suivante
pack_key_date = le jour
pack_key_wider_years = années selon l’interprétation la plus large
pack_key_fiscal_years = exercices fiscaux
pack_key_roll = son dernier jour, lorsqu’il n’est pas ouvrable
pack_key_above = des aides supérieures à
pack_key_by_sector = supérieures à un autre montant pour certaines activités
pack_key_activities = activités, selon la liste
pack_key_weekend = jours de la semaine qui ne sont pas ouvrables
pack_key_forward_roll = la fin d’un délai qui n’est pas un { -working-days(form: "one") }
pack_key_look_back_roll = le début d’une période considérée rétrospectivement
pack_key_beside = à côté d’aides au titre de
pack_key_caps = montants par État, selon la liste
pack_key_ceiling_disputed = ce que certains lisent comme { -ceiling }
pack_key_excludes = exclue lorsqu’elle est fixée d’après ce qui est
pack_key_fiscal_years_of = de qui sont les exercices fiscaux
pack_key_gate = ce qu’excluent une { -insolvency } ou une faible notation
pack_key_losses = comment les pertes sont supportées
pack_key_not_stated = lorsque rien n’est déclaré
pack_key_option = ce qui vaut lorsqu’un État a choisi un { -ceiling } supérieur
pack_key_option_only = seulement lorsqu’un État l’a choisi
pack_key_product_sector = pour chaque secteur de produits séparément
pack_key_purposes = finalités
pack_key_retroaction = il vaut pour des aides antérieures à son premier jour
pack_key_reviews = pour une personne lorsqu’elle est fixée d’après ce qui est
pack_key_share = part du montant par État
pack_key_small_loan = prêt maximal d’un portefeuille de petits prêts
pack_key_spared = exceptés
pack_key_sum = s’il s’agit d’un { -ceiling } pour la somme avec d’autres actes
pack_key_total = le montant maximal des prêts
pack_key_total_small = le même pour de petits prêts
pack_key_total_age = jours après lesquels un total déclaré est ancien
pack_key_word = le choix
pack_key_effect = ce qu’il advient d’un octroi qui est concerné
pack_key_forms = aides des formes
pack_word_effect_warn = il y est répondu, et cela est signalé avec la réponse
pack_word_effect_refer = une personne statue
pack_word_effect_error = il n’est pas couvert
pack_word_forms_grant = subventions
pack_word_forms_instalments = subventions échelonnées
pack_word_forms_interest_subsidy = bonifications d’intérêts
pack_word_forms_loan = prêts
pack_word_forms_guarantee = garanties
pack_word_forms_capital = apports en capital
pack_word_forms_compute = temps de calcul
pack_word_forms_credits = crédits
pack_word_forms_service = services
pack_word_forms_portfolio = portefeuilles de garanties
pack_word_forms_declared = aides telles que quelqu’un les a déclarées
pack_word_starts_grant = le jour de l’octroi
pack_word_starts_report = le jour de réception du rapport d’un intermédiaire
pack_word_starts_year_of_grant = la fin de l’année de l’octroi
pack_word_starts_tax_declaration = le jour où la déclaration fiscale est due
pack_word_starts_scheme = le jour d’entrée en vigueur du régime d’aides
pack_word_starts_last_aid_of_scheme = la dernière aide au titre du régime d’aides
pack_word_starts_last_aid_of_provider = la dernière aide que l’autorité a accordée
pack_word_starts_request = le jour de réception d’une demande
pack_word_starts_quarter = la fin de chaque trimestre
pack_word_starts_year = la fin de chaque année
pack_word_starts_date = aucun jour: le dernier est fixé
pack_word_by_member_state = l’{ -member-state }
pack_word_by_granting_authority = l’{ -granting-authority }
pack_word_by_intermediary = l’intermédiaire financier
pack_word_by_provider = quiconque fournit l’aide
pack_word_by_host = l’entité d’hébergement
pack_word_ticked_by_register_receipt = un reçu du registre
pack_word_ticked_by_publication_made = une publication
pack_word_ticked_by_duty_done = la déclaration d’exécution de l’obligation
pack_word_about_member_state = l’{ -member-state }
pack_word_about_system = le système
pack_word_register_national = national
pack_word_register_union = celui de l’Union
pack_word_excludes_purchased = acheté
pack_word_excludes_marketed = mis sur le marché
pack_word_reviews_purchased = acheté
pack_word_reviews_marketed = mis sur le marché
pack_word_fiscal_years_of_beneficiary = de celui qui reçoit l’aide
pack_word_fiscal_years_of_recipient = de celui qui a reçu chaque aide antérieure
pack_word_fiscal_years_of_calendar = années civiles
pack_word_gate_every_method = toute méthode de calcul
pack_word_gate_formula = la formule seule
pack_word_limit_line = les coûts du poste
pack_word_limit_highest_intensity = l’intensité ou le montant le plus élevé de toute aide sur le poste
pack_word_losses_proportional = proportionnellement par les deux
pack_word_losses_not_asked = non demandé
pack_word_not_stated_nothing = rien ne s’ensuit
pack_word_not_stated_review = une personne décide
pack_word_option_only_true = oui
pack_word_option_only_false = non
pack_word_product_sector_true = oui
pack_word_product_sector_false = non
pack_word_sum_true = oui
pack_word_sum_false = non
pack_word_purposes_vessel_purchase = achat d’un navire
pack_word_purposes_engine = un moteur
pack_word_purposes_capacity = une capacité de pêche accrue
pack_word_purposes_new_vessel = un nouveau navire
pack_word_purposes_cessation = arrêt de la pêche
pack_word_purposes_exploratory = pêche exploratoire
pack_word_purposes_business_transfer = transfert d’entreprise
pack_word_purposes_restocking = repeuplement
pack_word_spared_outermost_under_12m = petits navires de régions ultrapériphériques
pack_word_spared_cessation_2021_1139 = arrêt au sens de l’acte relatif au fonds pour la pêche
pack_word_spared_conservation_measure = mesures de conservation
pack_word_spared_experimental = repeuplement expérimental
pack_word_register_any = n’importe lequel
pack_word_word_3_2a = celui de la pêche
pack_word_word_3_3a = celui de l’agriculture
pack_word_basis_ad_hoc = ad hoc
pack_word_basis_scheme = au titre d’un régime d’aides
pack_word_instruments_grant_or_interest_subsidy = subventions et bonifications d’intérêts
pack_word_instruments_loan_or_repayable_advance = prêts et avances récupérables
pack_word_instruments_guarantee = garanties
pack_word_instruments_tax_advantage = avantages fiscaux
pack_word_instruments_risk_finance = financement des risques
pack_word_instruments_subsidised_services = services subventionnés
pack_word_instruments_other = autres
pack_word_except_instruments_grant_or_interest_subsidy = subventions et bonifications d’intérêts
pack_word_except_instruments_loan_or_repayable_advance = prêts et avances récupérables
pack_word_except_instruments_guarantee = garanties
pack_word_except_instruments_tax_advantage = avantages fiscaux
pack_word_except_instruments_risk_finance = financement des risques
pack_word_except_instruments_subsidised_services = services subventionnés
pack_word_except_instruments_other = autres
pack_word_forms_repayable_advance = avances récupérables
pack_word_forms_asset = actifs vendus ou loués
pack_word_forms_ip_transfer = transferts de droits de propriété intellectuelle
pack_word_forms_tax_relief = allègements fiscaux
pack_word_scope_member_state = celles de chaque { -member-state } pris isolément
pack_word_scope_union = celles de tous les États membres ensemble
pack_word_unit_single_undertaking = ceux de toutes les entreprises d’une { -single-undertaking }
pack_word_unlinked_through_public_body = organismes publics
pack_word_unlinked_through_non_profit = entités sans but lucratif
pack_word_mode_counted = cela est compté
pack_word_mode_interpretation = le texte laisse la question ouverte, et cela n’est pas compté
pack_word_status_interpretation = une interprétation du texte
pack_word_legacy_true = oui: ce qui a été octroyé est compté, et rien de nouveau n’est admis
pack_word_legacy_false = non
pack_word_serves_any_aid = toute aide
pack_word_serves_schemes = aides au titre d’un régime d’aides
pack_word_test_no_state_money = aucune partie des fonds ne provient de l’État
pack_word_test_market_price = le bénéficiaire paie ce qu’il reçoit
pack_word_test_non_economic_use = il s’agit de temps de calcul sans activité économique
pack_word_state_aid_gber = aides au titre de l’exemption par catégorie
pack_word_state_aid_notified = aides notifiées
pack_word_statement_export_linked = elle est liée aux exportations
pack_word_statement_domestic_goods = elle est subordonnée à l’utilisation de produits nationaux de préférence aux produits importés
pack_word_statement_price_quantity_linked = elle est fixée sur la base du prix ou de la quantité de produits primaires, ou cédée à leurs producteurs
pack_word_statement_no_sgei_service = aucun { -sgei } n’est désigné
pack_word_origins_state = de l’État
pack_word_origins_shared_management = de l’Union, en gestion partagée
pack_word_origins_union_central = de l’Union, gérés par elle-même
pack_word_origins_ms_donated = donnés par un { -member-state }
pack_word_origins_private = privés
pack_word_origins_undetermined = de provenance indéterminée
pack_word_boundary_closed = il est compté
pack_word_boundary_half_open = il n’est pas compté
pack_word_weekdays_monday = lundi
pack_word_weekdays_tuesday = mardi
pack_word_weekdays_wednesday = mercredi
pack_word_weekdays_thursday = jeudi
pack_word_weekdays_friday = vendredi
pack_word_weekdays_saturday = samedi
pack_word_weekdays_sunday = dimanche
pack_word_roll_next_working_day = est reporté au { -working-days(form: "one") } suivant
pack_word_roll_none = reste tel quel
pack_word_cross_border_counted = ils forment une seule entreprise
pack_word_cross_border_not_counted = ils ne font de personne une seule entreprise
pack_word_natural_persons_counted = ils forment une seule entreprise
pack_word_natural_persons_not_counted = ils ne font de personne une seule entreprise
pack_word_loan_formula_none = aucune formule de l’État n’est connue: de tels prêts ne sont pas couverts
pack_word_loan_formula_undiscounted = principal x années x ({ -base-rate } + marge - taux du prêt), sans actualisation
pack_unit_EUR = euros
pack_unit_percent = %
pack_unit_day = jours
pack_unit_working_day = { -working-days }
pack_unit_month = mois
pack_unit_year = ans
pack_unit_day_of_year = (mois et jour)
pack_unit_date = (jour)
pack_unit_decimals = décimales
pack_unit_credit_band = ou mieux
pack_unit_conversion_rate = pour un euro

### What became of a statement

verdict = { $outcome }: { $kind }
outcome_admitted = admise
outcome_recorded = enregistrée comme un fait
outcome_refused = refusée, sans effet
outcome_deferred = sans effet jusqu’à ce qu’une personne ait statué; il ne s’agit pas d’un refus
no_effect = rien n’a changé dans le registre hormis cette inscription
named = { $word }: { $meaning }
way_out = ce qui peut être fait: { $way }
prices_the_past = late_registration: un prix est publié pour des jours antérieurs à la déclaration; il vaut à partir d’ici et ne réévalue rien
unknown_object = rien n’est enregistré sous { $id }
disagrees = le présent recalcul n’aboutit pas au montant enregistré; l’inscription demeure, et un audit signalerait la différence
no_rule = la règle { $rule } ne figure pas dans le droit avec lequel la présente explication a été établie; ses aides ne peuvent donc pas être énumérées

### Amounts and counts

eur = { $amount } EUR
figure_range = { $low } à { $high }
figure_open = { $low } ou plus
between_and = et
between_or = ou
at_position = (position { $position })
awards = { $count ->
    [one] { $count } aide
   *[other] { $count } aides
  }

### What aid is worth

worth = valeur de l’aide pour son bénéficiaire (forme: { $form })
worth_unsettled = la valeur de l’aide n’a pas pu être établie (forme: { $form })
no_rate = aucun taux de change pour { $currency } n’a été publié à une date assez proche de la { -date-of-grant }
not_judged = la présente version n’a pas de règle pour la valeur de l’aide de forme { $form } telle qu’elle est déclarée ici
too_large = le montant dépasse tout ce qu’un registre compte
rate = 1 EUR = { $rate } { $currency } le { $on } ({ $source })
rate_age = un taux qui n’indique pas jusqu’à quand il vaut peut précéder l’octroi de { $days } { $days ->
    [one] jour
   *[other] jours
  } au plus
rate_for_good = 1 EUR = { $rate } { $currency } de manière irrévocable depuis le { $from }: les taux publiés ne sont pas pris en considération
rounding = calculé exactement et arrondi une seule fois, à la fin: un demi-centime est arrondi vers le haut, et l’aide n’est jamais inférieure à zéro
decided_as_before = le montant enregistré, qu’une rectification qui ne touche pas à l’aide ne réévalue pas
lessened = ce que l’aide compte désormais: le moins élevé de ce qu’elle comptait et du plus élevé du nouveau montant et de ce qui a été conservé sans être remboursé
old_figure = ce qu’elle comptait auparavant
stated_after = le nouveau montant, tel que déclaré
kept = ce qui a été utilisé ou versé
repaid = dont remboursé (intérêts non compris)
old_self = l’aide telle qu’elle était n’est pas prise en compte: une rectification est appréciée comme si l’aide était nouvelle

operation = calcul: { $formula }
formula = { $terms }
smaller_of = le moins élevé de { $first } et de { $second }
share_of = ({ $whole }) x { $percent } %
sum_of_discounted = la somme des montants / (1 + { $percent } %)^(jours / { $days })

input_nominal = montant octroyé: { $figure } { $unit }
input_face_value = valeur nominale: { $figure } { $unit }
input_market_value = valeur de marché: { $figure } { $unit }
input_price_paid = prix payé par le bénéficiaire: { $figure } { $unit }
input_quantity = quantité: { $figure } { $unit }
input_unit_price = prix de l’unité: { $figure } { $unit }
input_declared = valeur déclarée: { $figure } { $unit }
input_low_end = au moins, selon la déclaration: { $figure } { $unit }
input_high_end = au plus, selon la déclaration: { $figure } { $unit }
input_payment = paiement: { $figure } { $unit }
input_principal = principal: { $figure } { $unit }
input_guaranteed = montant garanti: { $figure } { $unit }
input_portfolio = ensemble des prêts garantis: { $figure } { $unit }
input_largest_loan = le plus élevé d’entre eux: { $figure } { $unit }
input_injection = capital apporté: { $figure } { $unit }
input_years = durée: { $figure } ans
input_collateral = sûretés: { $figure } %
input_interest_rate = taux d’intérêt du prêt: { $figure } %
input_rate_on_success = taux en cas de succès du projet: { $figure } %
input_contribution = contribution propre du bénéficiaire: { $figure } { $unit }
input_investment = investissement: { $figure } { $unit }
input_relief = allègement fiscal: { $figure } %
input_cover = couverture maximale du prêt: { $figure } %
input_cap = limite: { $figure } { $unit }

### Words of the wire in prose

form_grant = subvention
form_instalments = versements échelonnés
form_interest_subsidy = bonification d’intérêts
form_loan = prêt
form_guarantee = garantie
form_capital = apport en capital
form_compute = temps de calcul
form_credits = crédits
form_service = service
form_portfolio = portefeuille
form_repayable_advance = avance récupérable
form_asset = cession d’un actif
form_ip_transfer = transfert de droits de propriété intellectuelle
form_tax_relief = allègement fiscal
form_declared = valeur déclarée
size_micro = microentreprise
size_small = petite entreprise
size_medium = moyenne entreprise
size_small_mid_cap = petite entreprise à moyenne capitalisation
size_large = grande entreprise
stands_admitted = admise
stands_recorded = enregistrée
stands_over_ceiling = au-dessus du { -ceiling }
stands_reduced = réduite
stands_uncounted = non comptée
became_admitted = admise
became_recorded = enregistrée
became_refused = refusée
became_deferred = différée

### Forms of aid that are no plain money

no_price = aucun prix unitaire n’est déclaré, et aucun n’a été publié pour ce système, cette unité et cette date
no_base_rate = aucun { -base-rate } de l’État d’octroi n’a été publié pour la { -date-of-grant }, ou aucun qui laisse un diviseur
not_covered = aucune règle enregistrée n’évalue l’aide de forme { $form } sous ce régime, de la manière déclarée
barred = en dehors de la règle de protection, cette forme n’a pas de montant sans évaluation des risques
price = 1 { $unit } = { $price }, publié pour le { $from } et les jours suivants ({ $method })
discount_rate = les paiements à venir sont actualisés à { $percent } % par an, avec capitalisation annuelle, pour les jours écoulés depuis l’octroi
base_rate = { -base-rate } de l’État d’octroi: { $percent } %, publié pour le { $from } et les jours suivants
margin = en sus: { $percent } points de pourcentage
year_days = une année compte { $days } jours dans ce calcul
payment = dû le { $due }, { $days ->
    [0] pas après l’octroi: valeur
    [one] { $days } jour après l’octroi: valeur actuelle
   *[other] { $days } jours après l’octroi: valeur actuelle
  }
safe_harbour = dans les limites de la règle de protection, aucune évaluation des risques n’est nécessaire: le { -ceiling } en proportion du montant et de la durée
pair = au plus { $amount } EUR pour { $years } ans au plus: { $fits ->
    [yes] la condition est remplie
   *[no] la condition n’est pas remplie
  }
formula_ceiling = le { -ceiling } dans la formule est de { $ceiling } EUR
is_met = { $met ->
    [yes] la condition est remplie
   *[no] la condition n’est pas remplie
  }
collateral = sûretés d’au moins { $least } % du prêt: { is_met }
cover = couverture de { $most } % au plus à tout moment, pertes supportées en proportion: { is_met }
size = { $size_given ->
    [yes] l’entreprise est enregistrée comme { $size }
   *[no] la taille de l’entreprise n’est pas enregistrée, ce qui n’exclut rien
  }
band = { $band_given ->
    [yes] la notation enregistrée est { $band }; une grande entreprise doit avoir { $least } ou mieux
   *[no] aucune notation n’est enregistrée; une grande entreprise doit avoir { $least } ou mieux
  }
insolvency_unknown = rien n’est enregistré quant à une insolvabilité, ce qui n’exclut rien
insolvency_none = enregistrée comme n’étant pas insolvable
insolvency_proceedings = enregistrée comme faisant l’objet d’une { -insolvency }
insolvency_criteria_met = enregistrée comme remplissant les conditions de soumission à une { -insolvency }
capital_limit = un apport en capital constitue une aide transparente jusqu’à { $limit } EUR; exactement ce montant est permis
gates = quelle que soit la méthode, l’entreprise doit être solvable et une grande entreprise doit être notée
cap_limit = avec une limite de { $limit } EUR au plus, un autre instrument constitue une aide transparente; exactement ce montant est permis
part_inside = les { $percent } % imputés à l’État sont dans les limites, l’ensemble ne l’est pas; lequel des deux est visé par l’acte est une question ouverte, et la part de l’État est retenue
not_transparent = ni montant ni limite ne sont déclarés, de sorte que nul ne peut dire à l’avance à combien elle s’élève
saved_interest = vaut les intérêts épargnés par rapport au { -reference-rate } du jour de l’octroi: sur le principal entier, pour toutes les années, sans actualisation
reference_rate = le { -reference-rate } est de { $percent } %
no_margin = aucune marge pour une entreprise de cette notation n’est enregistrée
rate_not_stated = le taux d’intérêt du prêt n’est pas déclaré
formula_years = { $years } ans sont pris en compte, arrondis à { $decimals ->
    [one] { $decimals } décimale
   *[other] { $decimals } décimales
  }
cap_exact = au plus, la limite compte
cap_in_full = la limite compte en entier jusqu’à ce que le montant exact soit contraignant, quelle que soit l’utilisation
cap_fixed_sum = la somme fixe annoncée par le régime d’aides compte, quelle que soit l’utilisation
share = dont { $percent } % provient de l’État ou peut en provenir, et cela seul compte

### Whose awards are added up

group = entreprises dont les aides sont additionnées: une entreprise sous { $numbers ->
    [one] un numéro
   *[other] { $numbers } numéros
  }
single_undertaking = entreprises dont les aides sont additionnées: { $undertakings ->
    [one] { $undertakings } entreprise
   *[other] { $undertakings } entreprises
  } { $numbered ->
    [yes] sous { $numbers } numéros, formant une { -single-undertaking } le { $day }
   *[no] formant une { -single-undertaking } le { $day }
  }
unregistered = { $id } n’est pas inscrite
namesake = { $id } et { $other } portent un même numéro dans un registre d’un même État, et personne n’a dit s’il s’agit d’une seule société; l’identification par un registre règle la question
member = { $id }
registered_at = inscrite à la position { $position }
same_by = la même entreprise que { $id }, selon la déclaration à la position { $position }
stated_by = { $by_given ->
    [yes]; déclaré par { $by }, dont seuls les propres octrois en dépendent
   *[no] { "" }
  }
controls = { $controller } contrôle { $controlled } depuis le { $from }{ $weak ->
    [yes]; ceci est seulement déclaré, sans document à l’appui
   *[no] { "" }
  }{ stated_by }
absorbed = { $surviving } a repris { $absorbed } le { $on }{ stated_by }
same_for = la même entreprise que { $other }{ stated_by }
set_aside = { $holder } est un organisme { $public ->
    [yes] public
   *[no] sans but lucratif
  } depuis le { $from }, par lequel personne n’est lié: { $links ->
    [one] { $links } lien est écarté
   *[other] { $links } liens sont écartés
  }
another_group = l’{ -single-undertaking } du { $day }, dernier jour de cette période, n’est pas celle du jour de l’octroi; c’est son historique qui compte ici
joins = { $id } en fait alors partie
leaves = { $id } n’en fait alors pas partie
control_ended = { $controller } ne contrôle plus { $controlled } à partir du { $on }

reading_without_weak = autre lecture: sans les liens seulement déclarés
reading_with_all_weak = autre lecture: avec les liens qu’une partie quelconque a seulement déclarés
reading_through_persons = autre lecture: si ce que contrôle une { -natural-person } formait une seule entreprise
reading_without_persons = autre lecture: si une { -natural-person } ne liait personne
reading_undeclared = autre lecture: si une majorité des droits de vote que personne n’a déclarée comme lien réunissait les entreprises
reading_across_borders = autre lecture: si les liens transfrontaliers formaient une entreprise
reading_within_borders = autre lecture: si les liens transfrontaliers ne formaient pas une { -single-undertaking }
reading_all_parties = autre lecture: avec ce qu’a déclaré toute autre partie, les liens seulement déclarés étant laissés de côté
reading_all_stated = autre lecture: avec tout ce qu’une partie quelconque a déclaré

### What a group holds of an award

received = reçue par { $by }
whole = ce que tous les détenteurs en détiennent ensemble
by_merger = reprise par la fusion du { $on }
by_equity = répartie lors de la scission du { $on }, en proportion de la { -equity }
as_attributed = répartie lors de la scission du { $on }, selon l’attribution de l’aide
at_exit = répartie à la fin du contrôle le { $on }, comme il y est déclaré
undivided = les fonds propres de la scission du { $on } ne permettent pas de la répartir: tant qu’elle n’est pas attribuée, chaque successeur la détient en entier, et elle compte une seule fois
part = { $id } détient cette part, qui { $here ->
    [yes] compte ici
   *[no] ne compte pas ici
  }
unsettled_exit = compte ici parce que { $controller } ne contrôle plus { $controlled } à partir du { $on } et que personne n’a réglé à qui revient l’aide antérieure: les deux parties la gardent
reserved = une réservation: elle compte pour les octrois jusqu’au { $until }, à moins d’être confirmée ou libérée auparavant
conditional = un droit sous condition: il compte pour les octrois jusqu’au { $until }, à moins que la condition ne soit remplie ou ne défaille auparavant
sighting = { $id } du { $on } est la même aide et n’est pas comptée à nouveau: la présente compte à sa place

### Limits

check = { $state_given ->
    [yes] avec cette aide, { $after } EUR sur { $limit } EUR pour { $state }
   *[no] avec cette aide, { $after } EUR sur { $limit } EUR
  }
limit = le { -ceiling } est de { $limit } EUR; exactement le { -ceiling } est permis
parameter = cette valeur s’applique à partir du { $from }: { $reading ->
    [yes] une lecture du texte, non sa lettre
   *[no] ainsi que le dit le texte
  }{ $note_given ->
    [yes] . { $note }
   *[no] { "" }
  }
boundary = le même jour { $years } ans plus tôt { $closed ->
    [yes] compte encore
   *[no] ne compte plus
  }, de sorte que le premier jour de la période est le { $first_day }
window = octroyées du { $from } au { $to }, ces deux jours compris: { awards }
this_award = la présente aide, octroyée le { $on }
tentative = ce qui serait vérifié; le registre n’inscrit pas de sommes lorsqu’une personne doit statuer
remaining = reste sous le { -ceiling }
excess = au-dessus du { -ceiling }
sum_and_ceiling = { $sum } / { $ceiling }
other_windows = { $count ->
    [0] aucune aide ultérieure n’est enregistrée, de sorte qu’aucune autre période ne contient cette date
    [one] { $count } autre période qui se termine à une aide ultérieure et contient cette date a été vérifiée également; la plus remplie est indiquée
   *[other] { $count } autres périodes qui se terminent à des aides ultérieures et contiennent cette date ont été vérifiées également; la plus remplie est indiquée
  }
boundary_dispute = le résultat dépend de la question de savoir si le { $day } compte encore: les deux lectures sont indiquées, et celle de l’État d’octroi est déterminante ({ $closed ->
    [yes] le premier jour compte
   *[no] le premier jour ne compte pas
  })
same_day = reste sous le { -ceiling } si rien de ce que d’autres ont octroyé le même jour n’est venu avant
interpreted = la question de savoir si les aides sous { $regime } comptent est ouverte{ $note_given ->
    [yes]: { $note }
   *[no] { "" }
  }
with_interpreted = reste sous le { -ceiling } si les aides en question comptent
counted_by_reading = les aides sous { $regime } comptent en vertu d’une lecture du texte{ $note_given ->
    [yes]: { $note }
   *[no] { "" }
  }
without_readings = reste sous le { -ceiling } si les aides qui comptent en vertu d’une lecture ne comptaient pas
award = { $id } du { $on } ({ $standing })
standing_admitted = admise ici
standing_recorded = enregistrée comme octroyée ailleurs ou auparavant
standing_over_ceiling = au-dessus d’un { -ceiling }
standing_reduced = réduite depuis
standing_uncounted = ne peut pas encore être comptée
standing_disputed = { $standing }; quelqu’un l’a contestée
reduced = compte au plus { $most } dans les périodes qui se terminent le { $on } ou après
uncounted = { $id } du { $on }: son montant, sa date ou son bénéficiaire n’est pas établi
uncounted_awards = { $count ->
    [one] { $count } aide des périodes vérifiées ne peut pas encore être comptée
   *[other] { $count } aides des périodes vérifiées ne peuvent pas encore être comptées
  }
more_awards = et { $count ->
    [one] { $count } autre aide, non énumérée
   *[other] { $count } autres aides, non énumérées une à une
  }
more = et { $count ->
    [one] { $count } autre, non énumérée
   *[other] { $count } autres, non énumérées
  }
paid_once = { $count ->
    [0] aucune autre aide enregistrée ne rémunère le service { $service }; une seconde ferait obstacle à la présente
   *[other] enregistré en outre pour le service { $service }, et ne relevant pas des { -de-minimis-aid(form: "pl") } pour autant qu’on le sache: { awards }
  }
affects = avec le recul, { $count ->
    [one] { $count } aide dépasse le { -ceiling } qui ne le dépassait pas auparavant
   *[other] { $count } aides dépassent le { -ceiling } qui ne le dépassaient pas auparavant
  }
affected = { $id } du { $on } dépasse de
duty = à inscrire dans un délai de { $days } { -working-days }, au plus tard le { $last }{ $late ->
    [yes]: l’inscription est venue plus tard
   *[no] { "" }
  }
holidays = les fins de semaine et { $count ->
    [one] { $count } jour férié enregistré ne sont pas comptés
   *[other] { $count } jours fériés enregistrés ne sont pas comptés
  }; le jour de l’octroi ne l’est pas non plus
lateness = inscrite { $days } { -working-days } après l’expiration du délai
not_certain = les jours fériés enregistrés sont calculés et non indiqués par l’État: un retard de moins de { $days } { -working-days } n’est pas certain et n’est pas signalé
not_tested = il n’y a pas de jours fériés de l’État enregistrés pour chaque année du délai: un retard de moins de { $days } { -working-days } n’est pas vérifié
paid_in_doubt = { $count ->
    [one] { $count } aide pour le même service est épargnée par une lecture du texte: { $note }
   *[other] { $count } aides pour le même service sont épargnées par une lecture du texte: { $note }
  }
cost_line = poste de coût { $line } de { $amount } EUR: { $own } EUR de la présente aide et { $others } EUR d’{ -state-aid(form: "pl") }{ $over ->
    [yes] , ensemble plus que le poste
   *[no] { "" }
  }
claimed = elle compte comme elle le prétend, et ne peut pas relever de { $regime } d’après ce qui en est déclaré
claimed_date = sa date, le { $day }, est postérieure au dernier jour où l’acte était ouvert à une telle aide
claimed_activity = son activité n’est pas de celles que l’acte vise
claimed_condition = l’une de ses conditions l’exclut
claimed_no_service = l’acte concerne les { -sgei(form: "pl") }, et aucun n’est nommé
headroom = le montant le plus élevé d’un nouvel octroi qui serait admis: le { -ceiling } moins la période la plus remplie

### What becomes of an award

without_reservation = la réservation elle-même n’est pas prise en compte: sa confirmation est appréciée comme un nouvel octroi de cette date
given_up = abandonné, tel que déclaré
counts_from_then = ce que l’aide compte à partir de là
seen = déclarées être une seule et même aide
counts_for_all = parmi celles-ci, { $id } compte
awarded_quantity = octroyé: { $quantity } unités
awarded_value = octroyé: { $value } EUR aux taux de l’octroi
drawn_quantity = utilisé auparavant: { $quantity }
drawn_value = utilisé auparavant: { $value } EUR
waited = était en attente d’une personne: { $kind }
of_the_set = { $id }, les précédentes ayant pris effet: { $outcome }

### What a statement names

detail_number = numéro: { $value }
detail_rules = règles et version: { $value }
detail_digest = SHA-256 de leurs octets: { $value }
detail_applies_from = pour les octrois à partir du: { $value }
detail_semantics = numéro de la manière de juger: { $value }
detail_four_eyes = deux clés: { $value }
detail_epoch = époque: { $value }
detail_duty = obligation: { $value }
detail_markets = marchés: { $value }
detail_outstanding = encore dû: { $value }
detail_source = source: { $value }
detail_party = partie: { $value }
detail_key = clé: { $value }
detail_statement = déclaration: { $value }
detail_application = demande: { $value }
detail_amount = montant: { $value }
detail_award = aide: { $value }
detail_band = notation: { $value }
detail_beneficiary = bénéficiaire: { $value }
detail_citation = référence: { $value }
detail_condition = condition: { $value }
detail_controlled = contrôlée: { $value }
detail_controller = exerçant le contrôle: { $value }
detail_decision = décision: { $value }
detail_document = SHA-256 du document: { $value }
detail_equity = { -equity }: { $value }
detail_expires_on = dernier jour de la réservation: { $value }
detail_finding = constatation: { $value }
detail_from = à partir du: { $value }
detail_granted_on = { -date-of-grant }: { $value }
detail_ground = motif: { $value }
detail_held = détenue: { $value }
detail_holder = détenteur: { $value }
detail_insolvency = insolvabilité: { $value }
detail_interest = intérêts: { $value }
detail_kind = nature: { $value }
detail_legal_basis = base juridique: { $value }
detail_long_stop = dernier jour pour la condition: { $value }
detail_member = membre: { $value }
detail_outcome = résultat: { $value }
detail_on = le: { $value }
detail_principal = principal: { $value }
detail_project = projet: { $value }
detail_quantity = quantité: { $value }
detail_question = question: { $value }
detail_reason = raison: { $value }
detail_receipt = reçu: { $value }
detail_scheme = régime d’aides: { $value }
detail_share = part: { $value }
detail_size = taille: { $value }
detail_stays = à qui revient ce qui a été octroyé auparavant: à son bénéficiaire
detail_subject = objet: { $value }
detail_successor = successeur: { $value }
detail_summary = résumé: { $value }
detail_system = système: { $value }
detail_undertaking = entreprise: { $value }
detail_until = jusqu’au: { $value }

### Answers to questions about headroom

headroom_left = { $bound ->
    [yes] il reste au plus { $remaining } EUR
   *[no] il reste { $remaining } EUR
  } le { $on } sous { $regime }{ in_state } pour { $undertaking }
in_state = { $state_given ->
    [yes] { " " }(État: { $state })
   *[no] { "" }
  }
granted_between = { $from_given ->
    [yes] octroyées du { $from } au { $to }
   *[no] octroyées jusqu’au { $to }
  }
headroom_used = { $used } EUR sur { $ceiling } EUR utilisés (aides { granted_between })
headroom_exceeded = { $used } EUR sur { $ceiling } EUR utilisés (aides { granted_between }): DÉPASSEMENT de { $excess } EUR
headroom_own = { $used } EUR utilisés (aides { granted_between }); la période ci-dessus est plus remplie et contient également la date
headroom_more = davantage à partir du { $on }: il restera alors { $remaining } EUR
headroom_view = comme sont jugés les octrois de { $party }; { $remaining_given ->
    [yes] selon ce sur quoi chacun s’appuie, il reste { $remaining } EUR
   *[no] personne d’autre ne connaît l’entreprise sous ce numéro
  }
headroom_release_over = { $on }: { $amount } EUR sortent; { $reason }
nothing_then = rien ne peut alors être octroyé sous { $regime }{ $last_given ->
    [yes]: son dernier jour est le { $last }
   *[no] { "" }
  }
cause_uncounted = une limite supérieure: le montant, la date ou le bénéficiaire d’une aide dans une période qui contient cette date n’est pas établi; tant qu’il ne l’est pas, un nouvel octroi attend une personne
cause_unknown_regime = une limite supérieure: la source d’une aide dans une période qui contient cette date ne nomme aucun régime; { $left_given ->
    [yes] s’il s’agit d’une aide qui compte sous { $regime }, il reste { $left } EUR
   *[no] s’il s’agit d’une aide qui compte sous { $regime }, il reste moins
  }
cause_stated_by_others = une limite supérieure: { $own ->
    [yes] d’autres parties ont déclaré qui fait partie du même ensemble; il reste alors { $left } EUR, et un octroi supérieur peut attendre une personne
   *[no] certaines parties ont déclaré qui fait partie du même ensemble, et tous ne s’y fient pas; il reste alors { $left } EUR
  }
cause_link_not_declared = une limite supérieure: d’après les participations enregistrées, quelqu’un détient la majorité des droits de vote, et personne n’a déclaré le lien; avec celui-ci, il reste { $left } EUR
cause_national_total = une limite supérieure: on ne sait pas combien l’État a octroyé à l’ensemble des entreprises en dehors de ce que contient ce registre, ou la dernière indication est trop ancienne
cause_one_number = une limite supérieure: { $id } et { $other } portent un même numéro dans un registre d’un même État, et personne n’a dit s’il s’agit d’une seule société; tant que personne ne le fait, un nouvel octroi attend une personne
headroom_award = { $on }  { $award }  { $standing }  position { $position }
headroom_award_disputed = { $on }  { $award }  { $standing }, contestée  position { $position }
headroom_release = { $on }: { $amount } EUR se libèrent, il restera alors { $remaining } EUR
headroom_unknown_undertaking = aucune entreprise inscrite `{ $id }`: vérifiez le numéro, ou faites-la inscrire par une entité hôte
headroom_no_ceiling = aucun ensemble de règles adopté n’a de { -ceiling } pour `{ $regime }` le { $on }: demandez { $others } à une date à laquelle ils sont en vigueur
headroom_no_ceiling_at_all = aucun ensemble de règles adopté n’a de { -ceiling } pour `{ $regime }` le { $on }: adoptez-en un qui en ait un
headroom_state_needed = le { -ceiling } vaut par { -member-state }: indiquez quel État octroierait l’aide (--member-state, ou member-state= par HTTP)

### Answers to "which route?"

routes_yes = Oui: la totalité est possible { $routes }.
routes_part = En partie: { $amount } EUR aujourd’hui { $route }{ $from_given ->
    [yes] ; la totalité à partir du { $from }.
   *[no] .
  }
routes_later = Pas aujourd’hui: la totalité à partir du { $from } { $route }.
routes_open = Pas encore: un élément manque, voir ci-dessous.
routes_no = Non: aucun régime connu des ensembles de règles adoptés ne le permet.
routes_asked = Demande: { $worth_given ->
    [yes] { $worth } EUR
   *[no] un soutien dont la valeur n’est pas encore connue,
  } pour { $undertaking }, { -date-of-grant }: { $on }{ in_state }
routes_assumed = ce que personne n’a indiqué et qui est supposé sous sa forme la plus simple: { $members }
route = { $rank } { $regime }: { $said }
route_of = au titre de { $regime }{ $article_given ->
    [yes] , art. { $article }
   *[no] { "" }
  }{ $scheme_given ->
    [yes] , régime d’aides { $scheme }
   *[no] { "" }
  }
route_no_aid = en tant que mesure qui n’est pas une aide ({ $ground })
route_fits = la totalité{ $amount_given ->
    [yes] , { $amount } EUR
   *[no] { "" }
  }
route_up_to = jusqu’à { $amount } EUR aujourd’hui{ $quantity_given ->
    [yes] { " " }({ $quantity } { $unit_given ->
        [yes] { $unit }
       *[no] unités
      })
   *[no] { "" }
  }{ $from_given ->
    [yes] ; la totalité à partir du { $from }
   *[no] ; aucune date n’est connue à laquelle la totalité est possible
  }
route_from = rien aujourd’hui; la totalité à partir du { $from }
route_fails = non
route_reason = { $code }: { $text } [{ $citation }]
route_need = manque: { $what }
route_note = note, { $flag }: { $meaning }
route_left = reste { $left } { $unit } sur { $limit } [{ $citation }]{ $until_given ->
    [yes] , ouvert jusqu’au { $until }
   *[no] { "" }
  }
route_written = { $citation }

### Kinds of statements, and what each changes

kept_as_it_is = elle est conservée avec sa signature et sa place, et ne change aucun montant
event_ledger_founded = la fondation du présent registre
    .effect = le registre commence ici
event_log_key_added = une nouvelle clé du registre
    .effect = à partir d’ici, le registre peut signer avec cette clé
event_log_key_retired = le retrait d’une clé du registre
    .effect = à partir d’ici, le registre ne signe plus avec cette clé
event_party_admitted = l’admission d’une partie
    .effect = à partir d’ici, la partie peut signer des déclarations dans ses rôles
event_party_suspended = la suspension d’une partie
    .effect = à partir d’ici, les déclarations de la partie sont écartées
event_party_reinstated = le rétablissement d’une partie
    .effect = à partir d’ici, la partie peut de nouveau signer
event_key_added = une nouvelle clé pour une partie
    .effect = à partir d’ici, la partie peut signer aussi avec cette clé
event_key_revoked = la révocation d’une clé
    .effect = à partir d’ici, rien de ce qui est signé avec cette clé n’est accepté
event_token_revoked = le retrait de jetons d’accès
    .effect = à partir d’ici, ces jetons n’ouvrent plus rien
event_party_policy_set = ce qu’une partie exige de ses propres déclarations
    .effect = à partir d’ici, les déclarations de la partie y sont confrontées; les précédentes demeurent
event_lease_taken = le tour d’écriture d’une autre machine
    .effect = il est inscrit qui écrit sous quelle époque; aucune décision n’en dépend
event_engine_adopted = l’adoption d’une manière de juger
    .effect = à partir d’ici, chaque décision suit cette manière de juger; les décisions antérieures demeurent
event_pack_adopted = l’adoption d’un ensemble de règles
    .effect = à partir d’ici, ces règles jugent les octrois des dates qu’elles visent; les décisions antérieures demeurent
event_reference_published = la publication de chiffres de référence
    .effect = à partir d’ici, ces chiffres sont utilisés; rien n’est réévalué
event_system_registered = l’inscription d’un système de calcul
    .effect = { kept_as_it_is }
event_system_amended = une modification d’un système de calcul
    .effect = { kept_as_it_is }
event_scheme_registered = l’inscription d’un régime d’aides
    .effect = à partir d’ici, les octrois peuvent mentionner le régime d’aides
event_intake_summary = un résumé de ce qui a été écarté
    .effect = { kept_as_it_is }
event_undertaking_registered = l’inscription d’une entreprise
    .effect = à partir d’ici, les aides à ces numéros comptent pour cette entreprise
event_undertaking_identified = une déclaration selon laquelle plusieurs numéros désignent une seule entreprise
    .effect = à partir d’ici, les aides de tous ces numéros sont additionnées
event_identity_presented = la présentation de l’identité d’une entreprise
    .effect = il est inscrit par quoi et quand elle a été établie; aucune décision n’en dépend encore
event_markets_declared = une déclaration sur le rapport entre les marchés de deux entreprises
    .effect = elle est enregistrée; aucune décision n’en dépend encore
event_undertaking_assessed = une évaluation d’une entreprise
    .effect = à partir d’ici, c’est ce que l’on sait de l’entreprise à compter de ce jour, jusqu’à une déclaration plus récente; les décisions antérieures demeurent
event_control_declared = une déclaration selon laquelle une entreprise en contrôle une autre
    .effect = à partir du jour déclaré, les deux font partie d’une { -single-undertaking }, et leurs aides sont additionnées; les décisions antérieures demeurent
event_control_ended = la fin du contrôle d’une entreprise sur une autre
    .effect = à partir du jour déclaré, ce contrôle ne réunit plus les deux entreprises; ce qui a été octroyé auparavant compte là où la déclaration le dit, et des deux côtés tant que personne ne le dit
event_holding_declared = une déclaration de participation
    .effect = à partir d’ici, la participation est prise en compte là où les règles le demandent
event_undertakings_merged = une fusion d’entreprises
    .effect = à partir du jour déclaré, tout ce que les entreprises fusionnées ont reçu est additionné; ce qui a été octroyé auparavant reste légal
event_undertaking_split = la scission d’une entreprise
    .effect = à partir du jour déclaré, ce que l’entreprise a reçu est réparti entre ses successeurs: selon l’usage de chaque aide là où il est déclaré, sinon selon les fonds propres
event_award_attributed = l’attribution d’une aide après une scission
    .effect = à partir d’ici, ces parts de l’aide comptent pour les entreprises nommées
event_group_attested = une déclaration sur la composition d’une { -single-undertaking }
    .effect = à partir d’ici, un octroi trouve l’{ -single-undertaking } attestée lorsque les membres sont exactement ceux-ci
event_recovery_ordered = une injonction de récupérer une aide
    .effect = { kept_as_it_is }
event_recovery_paid = un remboursement au titre d’une injonction de récupération
    .effect = { kept_as_it_is }
event_recovery_suspended = la suspension d’une injonction de récupération
    .effect = { kept_as_it_is }
event_recovery_annulled = l’annulation d’une injonction de récupération
    .effect = { kept_as_it_is }
event_recovery_completed = l’achèvement d’une récupération
    .effect = { kept_as_it_is }
event_award_granted = un octroi d’aide
    .effect = à partir d’ici, l’aide fait partie de l’historique de son bénéficiaire, à cette valeur
event_award_reserved = une réservation d’aide
    .effect = le montant est gardé libre pour son bénéficiaire jusqu’au dernier jour déclaré, et compte pour tous les octrois datés jusqu’à ce jour, jusqu’à sa confirmation ou sa libération
event_award_confirmed = la confirmation d’une réservation
    .effect = à partir d’ici, l’aide fait partie de l’historique de son bénéficiaire, à cette valeur et à cette date
event_award_released = la libération d’une réservation
    .effect = à partir d’ici, la réservation ne compte plus
event_award_conditional = un octroi d’aide sous condition
    .effect = le montant est gardé libre pour son bénéficiaire jusqu’au dernier jour déclaré, et compte pour tous les octrois datés jusqu’à ce jour, jusqu’à ce que la condition soit remplie ou défaille
event_award_condition_met = la réalisation d’une condition
    .effect = à partir d’ici, l’aide fait partie de l’historique de son bénéficiaire, à cette valeur et à cette date
event_award_condition_failed = la défaillance d’une condition
    .effect = à partir d’ici, l’aide ne compte plus
event_award_reported = un rapport sur une aide octroyée ailleurs
    .effect = à partir d’ici, l’aide fait partie de l’historique de son bénéficiaire, et compte là où le droit le prévoit et où sa valeur est établie
event_award_restated = un montant plus récent pour une aide rapportée
    .effect = à partir d’ici, l’aide compte au montant plus récent; les décisions antérieures demeurent
event_award_matched = une déclaration selon laquelle plusieurs rapports désignent une seule aide
    .effect = à partir d’ici, il s’agit d’une seule aide, qui compte une fois: celle qui dure le plus longtemps, à égalité celle dont le montant est le plus élevé; les décisions antérieures demeurent
event_award_unmatched = une déclaration selon laquelle des rapports ne désignent pas une seule aide
    .effect = à partir d’ici, ces rapports comptent chacun pour soi; les décisions antérieures demeurent
event_award_reduced = une réduction d’une aide
    .effect = l’aide compte ce montant dans les périodes qui se terminent le jour déclaré ou après; les décisions antérieures demeurent
event_award_waived = une renonciation à une aide
    .effect = l’aide compte ce montant dans les périodes qui se terminent le jour de la renonciation et du remboursement ou après; les décisions antérieures demeurent
event_award_withdrawn = le retrait d’une aide
    .effect = l’aide compte ce montant dans les périodes qui se terminent le jour déclaré ou après; les décisions antérieures demeurent
event_award_corrected = la rectification d’une aide
    .effect = à partir d’ici, l’aide compte telle que rectifiée; les décisions antérieures demeurent
event_award_drawn = l’utilisation d’une partie d’une aide
    .effect = ce qui a été utilisé est noté et n’est pas compté à nouveau
event_usage_reported = un rapport sur l’utilisation d’une aide
    .effect = ce qui a été utilisé est noté et n’est pas compté à nouveau
event_credits_expired = l’expiration de crédits inutilisés
    .effect = là où le droit à ces crédits s’est éteint, l’aide compte ce montant dans les périodes qui se terminent le jour déclaré ou après; les décisions antérieures demeurent
event_award_set = plusieurs octrois admis tous ensemble ou pas du tout
    .effect = à partir d’ici, toutes ces aides font partie de l’historique de leurs bénéficiaires
event_award_repaid = ce qui reste dû d’un prêt ou d’un investissement
    .effect = ceci est enregistré; l’aide est ce qu’elle était
event_duty_done = l’accomplissement d’une obligation
    .effect = il est enregistré qu’elle a été accomplie, où et quand
event_request_received = une demande d’informations
    .effect = il est enregistré à partir de quand il faut y répondre
event_award_disputed = une contestation d’une aide
    .effect = l’aide est marquée comme contestée et compte comme auparavant
event_dispute_lodged = un litige relatif à une aide
    .effect = l’aide est marquée comme contestée et compte comme auparavant
event_project_opened = l’ouverture d’un projet
    .effect = à partir d’ici, les octrois peuvent mentionner le projet
event_project_amended = une modification d’un projet
    .effect = { kept_as_it_is }
event_application_received = la réception d’une demande
    .effect = { kept_as_it_is }
event_application_reduced = une réduction d’une demande
    .effect = { kept_as_it_is }
event_application_closed = la clôture d’une demande
    .effect = { kept_as_it_is }
event_declaration_received = la déclaration d’autres aides par un demandeur
    .effect = à partir d’ici, les octrois à l’entreprise trouvent cette déclaration
event_notice_served = une information adressée à un bénéficiaire
    .effect = { kept_as_it_is }
event_register_receipt = le reçu d’un registre
    .effect = { kept_as_it_is }
event_publication_made = une publication
    .effect = { kept_as_it_is }
event_statement_retracted = la rétractation d’une déclaration antérieure
    .effect = à partir d’ici, la déclaration est traitée comme si elle n’avait jamais été faite; les décisions antérieures demeurent
event_review_decided = la décision d’une personne
    .effect = à partir d’ici, ce qui a été décidé s’applique; les décisions antérieures demeurent
event_finding_raised = une constatation d’un auditeur
    .effect = { kept_as_it_is }
event_finding_closed = la clôture d’une constatation
    .effect = { kept_as_it_is }
event_subject_erased = l’effacement de données à caractère personnel
    .effect = { kept_as_it_is }

### Codes, with where each is written and what can be done

by_rule = la règle de l’ensemble adopté
code_not_authorised = le rôle du signataire ne lui permet pas ce type de déclaration
    .citation = contrat: rôles
    .way_out = faire signer par une partie qui a ce rôle; demander le rôle à l’exploitant
code_not_yours = l’objet appartient à une autre partie
    .citation = contrat: propriété
    .way_out = la partie qui a signé l’objet doit signer aussi ceci
code_no_mandate = aucun mandat pour cette { -granting-authority } et cet { -member-state } ne couvre la { -date-of-grant }
    .citation = contrat: mandats; 2831 art. 6
    .way_out = faire enregistrer le mandat avec ses dates, ou rectifier l’autorité, l’État ou la date
code_unknown_party = aucune partie de ce nom dans le présent registre
    .citation = contrat
    .way_out = vérifier l’orthographe; la faire d’abord admettre
code_party_exists = une partie portant cet identifiant est déjà admise
    .citation = contrat
    .way_out = lui ajouter plutôt une clé ou un mandat
code_unknown_key = aucune clé de ce nom dans le présent registre
    .citation = contrat
    .way_out = vérifier le kid
code_key_in_use = cette clé est ou a été celle d’une partie ou l’une de celles du registre, pour toujours
    .citation = contrat: une clé, un usage
    .way_out = créer une nouvelle clé
code_last_key = il s’agit de la seule clé active de la partie
    .citation = contrat
    .way_out = ajouter d’abord la nouvelle clé, puis révoquer l’ancienne
code_unknown_reference = ce à quoi l’événement renvoie (un événement, un examen, un tableau) n’est pas enregistré
    .citation = contrat
    .way_out = l’enregistrer d’abord, ou rectifier le renvoi
code_four_eyes = la partie exige deux clés: ce que l’une réserve, une autre le confirme, et rien n’est octroyé par une seule
    .citation = contrat: party.policy-set
    .way_out = le réserver (`award.reserved`) et le faire confirmer par un collègue avec une autre clé (`award.confirmed`); une nouvelle clé est ajoutée par l’exploitant
code_semantics_unsupported = la présente version ne juge pas selon ce numéro ou, tant qu’il est 0, selon les règles de cette empreinte
    .citation = contrat: engine.adopted
    .way_out = mettre d’abord à niveau, puis adopter ce qu’a la nouvelle version: `aidledger engine adopt`
code_unknown_undertaking = aucune entreprise portant cet identifiant n’est inscrite
    .citation = contrat: identifiants
    .way_out = celui qui octroie, ou un registre, l’inscrit d’abord (undertaking.registered); puis envoyer de nouveau ceci comme un nouvel événement avec son propre identifiant; vérifier le schéma et le pays
code_unknown_award = aucune aide portant cet identifiant n’est enregistrée
    .citation = contrat: identifiants
    .way_out = vérifier la partie et l’identifiant local; l’enregistrer d’abord
code_unknown_project = aucun projet portant cet identifiant n’est enregistré
    .citation = contrat: identifiants
    .way_out = ouvrir d’abord le projet
code_unknown_scheme = aucun régime d’aides portant cet identifiant n’est inscrit
    .citation = contrat: identifiants
    .way_out = inscrire d’abord le régime d’aides
code_award_id_used = l’identifiant d’aide est pris par une aide qui a pris effet
    .citation = contrat: identifiants
    .way_out = utiliser un autre identifiant; pour modifier une aide, la rectifier
code_identifier_in_use = un identifiant appartient à une autre entreprise
    .citation = contrat: identifiants
    .way_out = le rectifier, ou faire identifier les deux comme une seule
code_contradicts_record = ce qui est déclaré ne peut pas être vrai en même temps que ce qui est enregistré
    .citation = contrat: cohérence
    .way_out = comparer avec les inscriptions que l’explication nomme; rectifier la déclaration, ou rétracter la précédente (statement.retracted)
code_pack_missing = les octets de l’ensemble de règles ne sont pas publiés ici, ou diffèrent de l’empreinte
    .citation = contrat: ensembles de règles
    .way_out = publier les octets de l’ensemble de règles, puis l’adopter
code_unknown_currency_rate = aucun taux publié ne vaut à la { -date-of-grant }, et la monnaie n’en a pas d’irrévocable
    .citation = { by_rule }
    .way_out = l’autorité chargée des règles publie le taux (aidledger reference import --table fx, avec le fichier de la banque centrale); puis envoyer de nouveau ceci comme un nouvel événement avec son propre identifiant; ou celui qui octroie déclare le montant en euros
code_unknown_price = pas de prix pour ce système et cette date, et aucun dans l’événement
    .citation = 2831 art. 4, par. 1
    .way_out = déclarer le prix d’une unité avec ses justificatifs, ou faire publier le prix
code_regime_not_in_force = l’acte ne couvre pas les octrois de cette date
    .citation = { by_rule }
    .way_out = utiliser l’acte en vigueur à la { -date-of-grant }; les actes passés uniquement dans les rapports
code_scheme_only = exemptée uniquement comme aide au titre d’un régime
    .citation = RGEC art. 21, par. 1, art. 21 bis, par. 1, art. 22, par. 1
    .way_out = octroyer au titre d’un régime; un autre article; notifier à la Commission
code_scheme_not_exempt = le régime lui-même n’est pas couvert: son budget, une clause de récupération manquante, ou sa fin
    .citation = RGEC art. 1er, par. 2, point a), par. 4, point a), art. 58
    .way_out = un autre régime; un plan d’évaluation; notifier à la Commission
code_excluded_sector = l’activité ne relève pas de l’acte
    .citation = { by_rule }
    .way_out = l’acte propre au secteur; ou une aide pour une autre activité, les activités ou les coûts étant séparés
code_conditions_excluded = subordonnée à l’exportation, à l’utilisation de produits nationaux, ou au prix ou à la quantité dans les cas exclus; ou aucun { -sgei } n’est nommé
    .citation = { by_rule }
    .way_out = retirer la condition de l’aide; nommer le service, ou octroyer sous un régime qui n’en exige pas
code_condition_not_met = une condition de l’article autre qu’une limite n’est pas remplie
    .citation = RGEC ch. III
    .way_out = la remplir, ou octroyer au titre d’un autre article
code_cost_not_eligible = un coût est d’une nature que l’article n’énumère pas
    .citation = RGEC ch. III
    .way_out = omettre le poste, ou octroyer au titre d’un autre article
code_not_transparent_aid = l’{ -gge } ne peut pas être calculé précisément au préalable: capital ou limite au-dessus du { -ceiling }, ou ni montant ni limite
    .citation = 2831 art. 4, par. 1, 4 et 8; 2832 art. 4, par. 7
    .way_out = déclarer le montant; un apport moins élevé; pour un autre instrument, une limite dans le { -ceiling } (une limite ne change rien aux prêts, garanties et capitaux)
code_safe_harbour_not_met = prêt ou garantie en dehors des conditions de la formule, ou d’une grande entreprise sans notation d’au moins B-, quelle que soit la méthode
    .citation = { by_rule }
    .way_out = celui qui octroie modifie les conditions et envoie un nouvel événement avec son propre identifiant: pour un prêt, davantage de sûretés ou un prêt plus petit ou plus court, ou la méthode reference-rate avec son taux lorsqu’une formule de l’État est enregistrée; pour une garantie, une part, un montant ou une durée moindres, ou des pertes supportées en proportion
code_insolvency = fait l’objet d’une { -insolvency } ou en remplit les conditions
    .citation = { by_rule }
    .way_out = une autre forme d’aide; aucune au titre de cet article
code_undertaking_in_difficulty = en difficulté, et aucune exception ne s’applique
    .citation = RGEC art. 1er, par. 4, point c), art. 2, point 18)
    .way_out = des comptes plus récents; les { -de-minimis-aid(form: "pl") } ne connaissent pas cette condition
code_outstanding_recovery_order = une aide dont une décision de la Commission a ordonné la récupération n’est pas remboursée dans cet { -member-state }
    .citation = RGEC art. 1er, par. 4, point a)
    .way_out = rembourser le principal et les intérêts
code_not_an_sme = l’article est réservé aux { -sme }
    .citation = RGEC art. 2, point 2), annexe I
    .way_out = un autre article; des comptes et des participations plus récents
code_not_a_startup = n’est pas une entreprise admissible aux aides en faveur des jeunes pousses
    .citation = RGEC art. 22, par. 2
    .way_out = un autre article
code_not_eligible_undertaking = ne fait pas partie des entreprises que l’article vise
    .citation = RGEC art. 21, par. 3
    .way_out = un autre article
code_not_entitled_to_access = pas de droit à cet accès, ou pas à titre gratuit
    .citation = règl. (UE) 2021/1173 art. 16, art. 17, par. 6, art. 12 ter, par. 15
    .way_out = payer le prix; un autre type d’accès; une autre part du temps
code_no_incentive_effect = les travaux ont débuté avant la demande
    .citation = RGEC art. 6
    .way_out = seulement les coûts d’un projet non encore débuté
code_declaration_missing = aucune déclaration relative aux autres { -de-minimis-aid(form: "pl") }, alors qu’aucun registre ne couvre les années concernées; n’entraîne un refus que là où le registre l’impose
    .citation = { by_rule }
    .way_out = l’obtenir et l’enregistrer
code_reservation_expired = la réservation à confirmer a expiré
    .citation = contrat: réservations
    .way_out = réserver ou octroyer à nouveau
code_ceiling_exceeded = avec cette aide, l’{ -single-undertaking } dépasserait le { -ceiling } dans cet { -member-state } au cours d’une période additionnée; l’aide est refusée dans son ensemble
    .citation = { by_rule }
    .way_out = un montant moins élevé, une date ultérieure (la réponse à une question sur la marge disponible indique les deux), renoncer d’abord à une aide antérieure, ou un autre régime
code_sgei_ceiling_exceeded = avec cette aide, l’{ -single-undertaking } dépasserait le { -ceiling } applicable aux { -sgei(form: "pl") } dans cet { -member-state } au cours d’une période additionnée; l’aide est refusée dans son ensemble
    .citation = { by_rule }
    .way_out = un montant moins élevé, une date ultérieure, ou un autre régime
code_sector_ceiling_exceeded = avec cette aide, l’{ -single-undertaking } dépasserait le { -ceiling } applicable à l’agriculture ou à la pêche dans cet { -member-state } au cours d’une période additionnée; l’aide est refusée dans son ensemble
    .citation = règl. (UE) n° 1408/2013, n° 717/2014 art. 3
    .way_out = un montant moins élevé, une date ultérieure, ou un autre régime
code_national_cap_exceeded = le montant propre à l’{ -member-state } pour le secteur est épuisé
    .citation = règl. (UE) n° 1408/2013, n° 717/2014, annexes
    .way_out = attendre la période; un autre régime
code_lifetime_amount_exceeded = le montant par entreprise pour la durée de son admissibilité est épuisé
    .citation = RGEC art. 22, par. 3 à 5 et 7
    .way_out = un montant moins élevé; un autre article
code_intensity_exceeded = l’aide représente une part des { -eligible-costs } plus élevée que permis
    .citation = RGEC ch. III
    .way_out = moins d’aide, ou davantage de { -eligible-costs }
code_cumulation_exceeded = avec d’autres aides portant sur les mêmes coûts, la limite est dépassée, ou le même { -sgei } est déjà rémunéré
    .citation = { by_rule }
    .way_out = une aide pour un autre service, ou sous un autre régime
code_notification_threshold_exceeded = au-dessus du montant exempté
    .citation = RGEC art. 4
    .way_out = notifier à la Commission
code_share_exhausted = la part du système pour cet usage est épuisée
    .citation = ensemble de règles ai-factories
    .way_out = la période suivante, ou une autre part
code_policy_limit = une limite qu’une politique fixe au-delà du droit
    .citation = l’ensemble de règles de la politique adoptée
    .way_out = comme le dit la politique; jamais présentée comme du droit
code_order_ambiguous = convient sans les aides du même jour rapportées ou conférées, et dépasse avec elles; leur ordre n’est pas connu
    .citation = 2831 art. 6, par. 4
    .way_out = établir l’ordre, ou octroyer un autre jour
code_uncounted_award_in_window = le groupe détient dans la période une aide dont le montant ou le bénéficiaire n’est pas connu
    .citation = 2831 art. 6, par. 4
    .way_out = faire préciser l’aide par le registre
code_not_covered = aucune règle des ensembles adoptés ne couvre ce cas
    .citation = contrat: ensembles de règles
    .way_out = un autre régime; un ensemble qui le couvre
code_needs_review = une personne doit examiner le cas: un cercle de contrôle, des liens que seuls d’autres ont déclarés, deux identifiants portant un même numéro, ou une question ouverte
    .citation = contrat: examen
    .way_out = l’autorité chargée des règles décide, jamais l’hôte concerné

### Flags, with where each comes from

flag_granted_without_check = conférée avant d’être déposée: le { -ceiling } n’a pas été vérifié au préalable
    .source = 2831 art. 6, par. 4
flag_over_ceiling = prend effet et dépasse une limite
    .source = { by_rule }
flag_own_award_reported = une aide propre déposée comme rapport: traitée comme conférée
    .source = contrat: rapports
flag_boundary_dispute = le résultat dépend de la question de savoir si le premier jour de la période compte; les deux lectures sont indiquées
    .source = interprétation
flag_late_registration = inscrite plus de { -working-days } après l’octroi que la règle ne le permet; lorsque les jours fériés sont calculés ou manquants, seul est signalé un retard qu’aucune liste ne pourrait effacer
    .source = { by_rule }
flag_possible_duplicate = mêmes entreprise, date et montant qu’une autre aide, sans rapprochement
    .source = contrat: rapprochement
flag_sources_differ = la même aide vue deux fois, alors que la date, la base juridique ou le montant diffèrent; dans chaque période compte le montant le plus élevé qui y compte
    .source = contrat: rapprochement
flag_uncounted = ni montant ni bénéficiaire n’a pu être établi; la marge disponible est une limite supérieure
    .source = contrat: rapports
flag_group_evidence_weak = dépend d’un lien de contrôle seulement déclaré
    .source = 2831 art. 2, par. 2
flag_group_not_attested = personne n’a déclaré que le groupe a été recherché
    .source = 2831 art. 6, par. 4
flag_group_cross_border = dépend d’un lien de contrôle passant par un autre { -member-state }
    .source = 2831 art. 2, par. 2, considérant 5
flag_identity_not_matched = l’identifiant d’une { -natural-person } n’a pas pu être rapproché entre parties
    .source = contrat: personnes
flag_identity_not_anchored = l’entreprise n’a pas d’identifiant de registre
    .source = contrat: identifiants
flag_interpretation = dépend d’une règle marquée comme interprétation
    .source = l’ensemble de règles
flag_declaration_missing = aucune déclaration relative aux autres { -de-minimis-aid(form: "pl") } n’est enregistrée, alors qu’aucun registre ne couvre les années concernées
    .source = { by_rule }
flag_publication_due = l’octroi dépasse le montant à partir duquel son acte exige une publication; la date à laquelle elle est due est indiquée par `aid-audit duties`
    .source = RGEC art. 9
flag_benefit_not_repaid = une réduction compte moins que ne le permettrait la valeur utilisée diminuée du principal remboursé
    .source = contrat: réductions
flag_draw_exceeds_award = il a été utilisé plus que ce qui avait été octroyé
    .source = contrat: utilisation
flag_gge_differs_from_declared = notre montant de l’{ -gge } n’est pas celui qui est déclaré
    .source = 2831 art. 3, par. 5
flag_beside_unknown_regime = à côté d’une aide dont personne ne connaît la base juridique: il peut s’agir d’une { -de-minimis-aid }, et elle n’est pas comptée
    .source = 2831 art. 6, par. 4
flag_link_not_declared = quelqu’un détient la majorité des droits de vote et aucun lien n’est déclaré; pour un octroi: la réponse en dépend
    .source = 2831 art. 2, par. 2, point a)
flag_group_natural_person = dépend de la question, ouverte en droit, de savoir si les entreprises d’une même { -natural-person } forment une seule entreprise
    .source = 2831 art. 2, par. 2
flag_split_undivided = les fonds propres de la scission ne permettent pas la répartition: chaque successeur détient l’aide en entier jusqu’à son attribution
    .source = 2831 art. 3, par. 9
flag_claim_doubtful = compte comme elle le prétend, et ne peut pas relever de cet acte d’après ce qui en est déclaré: sa date, son activité, une condition, ou aucun service nommé
    .source = 2831 art. 1er, par. 1, art. 7, par. 3; 2832 art. 1er, par. 1
flag_reference_old = établi avec un { -base-rate } de plus d’un an
    .source = 2831 art. 3, par. 6; règl. (CE) n° 794/2004 art. 9, par. 4
flag_national_total_unknown = aucun total de l’{ -member-state } n’est enregistré pour un plafonnement national, de sorte que le présent registre ne peut dire à lui seul s’il est atteint
    .source = règl. (UE) n° 1408/2013, n° 717/2014 art. 3, par. 3
flag_size_contradicted = la taille déclarée n’est pas celle qui résulte des comptes
    .source = RGEC annexe I
flag_exempt_by_later_text = exemptée par un texte ultérieur du règlement, non par celui de son jour
    .source = RGEC art. 58, par. 1
flag_old_terms = exemptée aux conditions antérieures à une modification, que les régimes conservent un certain temps
    .source = RGEC art. 58, par. 5

### What has to be done by when

duty_due = échéance
duty_latest = au plus tard
duty_keep_until = à conserver jusqu’au
duty_status = état
duty_name = obligation
duty_of = nature
duty_about = objet
duty_state = État
duty_by = par
duty_done = exécutée
duty_certain = certaine
duty_article = article
duty_yes = oui
duty_no = non
duty_line_status = état { $status }
duty_line_by = par { $by }
duty_line_latest = au plus tard le { $on }
duty_line_earliest = incertaine: la date la plus proche possible

### The headroom page

page_left = { $bound ->
    [yes] il reste au plus { $remaining } EUR
   *[no] il reste { $remaining } EUR
  }
page_of = Marge disponible de { $undertaking }
page_terms = le { $on } pour une aide{ $state_given ->
    [yes] { " " }octroyée par { $state }
   *[no] { "" }
  } sous { $regime }, sur un { -ceiling } de { $ceiling } EUR.
page_used = { $used } EUR sont utilisés par des aides { granted_between }.
page_own = Par des aides { granted_between }, { $used } EUR sont utilisés; la période ci-dessus est plus remplie et contient également la date.
page_more = Davantage à partir du { $on }: il restera alors { $remaining } EUR.
page_view = Comme sont jugés les octrois de { $party }, avec ce qu’elle a elle-même déclaré.
page_everybody = Selon ce sur quoi chacun s’appuie, il reste { $remaining } EUR.
page_exceeded = Le { -ceiling } est dépassé de { $excess } EUR.
page_no_release = Aucune aide comptée ne quitte la période après cette date.
page_coverage = { $from_given ->
    [yes] { $regime }: un registre le couvre depuis le { $from }; aides sans montant: { $uncounted }, sous un régime inconnu: { $unknown }
   *[no] { $regime }: aucun registre connu ne le couvre; une déclaration des autres aides est nécessaire; aides sans montant: { $uncounted }, sous un régime inconnu: { $unknown }
  }

### Headings and labels of pages

page_title = { $title } - AidLedger
page_skip = Aller au contenu
page_navigation = Navigation principale
page_headroom = Marge disponible
page_interface = Interface
page_codes = Codes
page_checkpoint = Point de contrôle
page_footer = Ce qui était connu à un point de contrôle; ni avis juridique ni autorisation.
page_languages = Langues
terms_unverified = des termes de la présente traduction ne sont pas vérifiés au regard du Journal officiel
page_question = Quel montant d’aide est encore possible?
page_again = Poser une nouvelle question
page_fault = { $message }: { $hint }
page_why = Pourquoi
page_entry = inscription { $position }
page_releases = Quand davantage se libère
page_as_known = Selon les aides connues à ce jour
page_on = Le
page_frees_up = Se libère, EUR
page_left_then = Reste alors, EUR
page_rests_on = Sur quoi cela repose
page_check = Vérifiez vous-même
page_no_trust = Ceci n’exige aucune confiance en ce serveur: les montants sont refaits à partir des inscriptions signées.
page_undertaking = Entreprise
page_undertaking_such = par exemple NID:FI:1234567-1
page_state = État d’octroi
page_state_usual = celui qui a octroyé
page_regime = Régime
page_regime_of = { $title } ({ $act })
page_date = Date de l’octroi
page_date_empty = vide: aujourd’hui
page_party = Comme les octrois de
page_party_empty = l’identifiant d’une partie; vide: selon ce sur quoi chacun s’appuie
page_purpose = Objet de la demande
page_purpose_kept = exigé des entités hôtes; il est enregistré
page_show = Afficher la marge disponible
page_which_route = Quelle voie?
page_amount = Montant envisagé, EUR
page_amount_such = par exemple 37000.00: quels régimes le permettent; vide si aucun
page_document = L’ensemble au format OpenAPI 3.1
page_conventions = Les montants sont des chaînes décimales; les dates sont des dates civiles de l’État d’octroi; chaque problème renvoie à son explication.
page_routes = Routes
page_routes_whose = Routes, et qui peut les utiliser
page_route = Route
page_what = Objet
page_table = Tableau
page_errors = Codes, signalements et problèmes

### Problems: what a server answers instead

# Titles

problem_too_large = Le corps est trop volumineux
problem_quota_exceeded = Trop de requêtes
problem_malformed = La requête est mal formée
problem_wrong_ledger = La déclaration est destinée à un autre registre
problem_granted_before_statement = L’octroi est antérieur à sa déclaration
problem_unknown_signer = Le signataire n’est pas connu ici
problem_key_revoked = La clé est révoquée
problem_bad_signature = La signature n’est pas valable
problem_party_suspended = La partie est suspendue
problem_event_id_reused = L’identifiant de l’événement a servi pour d’autres octets
problem_read_only = Aucune déclaration n’est acceptée pour le moment
problem_token_required = Un jeton est requis
problem_not_allowed = Pas pour cet appelant
problem_not_found = Introuvable
problem_method_not_allowed = Le chemin a d’autres méthodes
problem_request_timeout = Le corps n’est pas arrivé à temps
problem_pack_mismatch = Les octets ne sont pas l’ensemble de règles de ce nom
problem_unsupported_media_type = Un autre type de média est attendu
problem_state_needed = L’État d’octroi est nécessaire
problem_no_ceiling = Aucun { -ceiling } n’est connu
problem_index_behind = Le côté lecture est en retard ou fermé
problem_look_not_recorded = Rien n’est montré qui ne puisse être enregistré
problem_too_busy = Trop de requêtes à la fois
problem_internal = Le serveur a échoué

# Details

why_address_busy = trop de requêtes de cette adresse en une minute
why_batch_long = { $count } lignes, { $most } au plus sont acceptées; envoyez plusieurs lots
why_batches_busy = trop de lots à la fois; renvoyez celui-ci
why_body_large = { $most } octets au plus sont acceptés ici
why_body_late = envoyez le corps entier sans longues pauses
why_entry_unreadable = l’inscription à la position { $position } ne peut pas être lue: { $why }
why_foreign_lines = plus de { $most } lignes ne sont pas des déclarations: à partir d’ici, aucune n’a été examinée
why_in_hand = trop de requêtes sont en cours
why_log_unreadable = le journal ne peut pas être lu ici; le journal du serveur dit pourquoi
why_look_not_kept = rien n’est montré qui ne puisse être enregistré; le journal du serveur dit pourquoi
why_looks_unreadable = l’enregistrement des consultations ne peut pas être lu ici; le journal du serveur dit pourquoi
why_media = envoyez-le sous l’une de ces formes: { $media }
why_no_answer = la réponse n’a pas pu être établie; voir le journal du serveur
why_no_body = un lot a un corps
why_no_entry = aucune inscription à la position { $position }
why_no_file = aucun fichier de ce nom dans le journal; des tuiles partielles n’existent que pour les points de contrôle publiés
why_no_json = son contenu n’est pas du JSON
why_no_party = le registre n’a pas de partie `{ $party }`
why_not_cosigned = aucun point de contrôle d’un tel journal n’a été cosigné ici
why_everybodys_view = un demandeur reçoit une réponse selon ce sur quoi chacun s’appuie
why_own_view = le jeton répond uniquement dans la perspective de `{ $own }`, non de `{ $named }`; omettez `as-party`
why_own_duties = le jeton répond uniquement des obligations de `{ $own }`, non de `{ $named }`; omettez `party`
why_only_pseudonyms = aucune route de ce nom; POST /v1/pseudonyms est la seule
why_no_register_key = le présent registre n’a pas de clé pour cet État
why_who_may_ask = le journal qui dit qui peut demander ne peut pas être lu pour le moment
why_host_needed = le jeton d’une entité hôte est nécessaire ici
why_asked_often = cette partie a demandé aussi souvent qu’elle le peut en une heure
why_asker_not_recorded = l’identité du demandeur ne peut pas être enregistrée pour le moment, et rien n’est répondu
why_no_path = aucun chemin de ce nom; GET /docs les énumère
why_not_open = le présent registre n’est pas ouvert: demandez GET /v1/undertakings/{"{"}id{"}"}/headroom avec un jeton
why_not_recorded = non enregistré pour le moment; renvoyez les mêmes octets dans un instant
why_other_host = un registre ouvert répond uniquement sous 127.0.0.1, [::1] et localhost
why_other_method = l’en-tête Allow nomme les méthodes de ce chemin
why_own_group = le jeton n’ouvre que sa propre entreprise et son groupe
why_own_looks = le jeton n’ouvre que les consultations de sa propre entreprise
why_own_statements = le jeton n’ouvre que les déclarations de sa propre partie
why_pack_not_kept = non conservé pour le moment; renvoyez les mêmes octets dans un instant
why_past_door = un traitement a été atteint sans passer par sa porte
why_reads_busy = trop de lectures à la fois
why_role = le rôle { $role } ne peut pas utiliser cette route
why_room_full = trop de données sont en cours d’arrivée; renvoyez ceci
why_short = la machine manque de ressources pour le moment; demandez de nouveau dans un instant
why_streams_busy = trop de flux sont ouverts; lisez /v1/events
why_token_closed = le jeton n’ouvre rien ici: il n’est pas de ce registre, ou n’est plus valable
why_token_needed = cette route exige un jeton: Authorization: Bearer <token>
why_until_looked = rien n’est enregistré jusqu’à ce que l’exploitant ait vérifié; le journal du serveur dit pourquoi
why_until_restart = rien n’est enregistré jusqu’au redémarrage; le journal du serveur dit pourquoi

### What a code is about in a statement

sentence_about = { $meaning }: { $about }
to_be_done = ce qui peut être fait: { $way }
all_said = { $said }
about_listed = { $names }
about_role = { $kind } est signé par { $wanted }; { $party } a les rôles { $has }
about_owner = { $named }, déclaré par { $party }
about_mandate = { $party } pour { $authority }{ in_state } le { $on }
about_base_rate = le { -base-rate }{ in_state } pour le { $on }
about_taken = { $award } du { $on }, à la position { $position }
about_record = { $award } du { $on } est enregistrée à la position { $position }{ $gge_given ->
    [yes] { " " }pour { $gge } EUR
   *[no] { "" }
  }
about_expired = { $award } a expiré le { $until }, avant le { $on }
about_act = { $regime } le { $on }
about_sector = NACE { $nace } sous { $regime }
about_conditions = { $conditions } sous { $regime }
about_price = une unité { $unit } de { $system } le { $on }
about_rate = { $currency } le { $on }
about_service = le service { $service }, pour lequel il existe { $count ->
    [one] { $count } autre aide
   *[other] { $count } autres aides
  }{ $named_given ->
    [yes] , dont { $named }
   *[no] { "" }
  }
about_whom = { $undertaking } le { $on }
about_form = aide de forme { $form } sous { $regime } le { $on }
about_ceiling = { $after } EUR sur { $limit } EUR utilisés avec elle{ in_state }{ $from_given ->
    [yes] , octroyés du { $from } au { $to }
   *[no] { $to_given ->
        [yes] , octroyés jusqu’au { $to }
       *[no] { "" }
      }
  }
about_day = { $on }
about_waiting = { awards }{ $named_given ->
    [yes] , dont { $named }
   *[no] { "" }
  }
about_circle = { $controlled } contrôle déjà { $controller }
about_others = avec ce que d’autres parties ont déclaré sur qui fait partie du même ensemble, elle serait refusée
about_separated = la question de savoir si les activités et les coûts sont tenus séparés
about_range = l’aide n’a pas de montant maximal

### The problem of a statement without effect

refused = Refusée
deferred = Différée: une personne doit statuer
recorded_as = enregistrée à la position { $position } comme { $outcome }: { $code }
room_left = les { -ceiling(form: "pl") } laissent { $largest } EUR à cette date
fits_on = le montant entier est possible à partir du { $day }
as_said = { $text }
above_the_ceiling = le montant entier n’est jamais possible: { $amount } EUR dépassent le { -ceiling } de { $ceiling } EUR
no_date = le montant entier n’est possible à aucun jour connu{ $last_given ->
    [yes]: rien ne peut être octroyé sous { $regime } après le { $last }
   *[no] { " " }sous { $regime }
  }
waive_first = il est possible s’il est auparavant renoncé à { $awards } et si ce qui en a été utilisé est remboursé
other_regime = sous { $regime }, cet octroi serait admis; il y reste { $remaining } EUR

### What `submit` says of each statement

sent_line = { $name_given ->
    [yes] ligne { $line }, { $name }: { $said }
   *[no] ligne { $line }: { $said }
  }
sent_known = { $said } (envoyée lors d’une exécution antérieure)
sent_admitted = admise à la position { $position }
sent_recorded = enregistrée à la position { $position }
sent_reported = enregistrée à la position { $position }; un rapport ne demande rien à personne et compte, quel que soit le { -ceiling }
sent_conferred = enregistrée à la position { $position }; ce qui est déjà conféré ne demande rien à personne et compte, quel que soit le { -ceiling }
sent_refused = REFUSÉE à la position { $position }, sans effet: { $why }
sent_deferred = DIFFÉRÉE à la position { $position }, sans effet jusqu’à ce qu’une personne statue: { $why }
sent_word = { $meaning } ({ $word })
sent_left = { $state_given ->
    [yes] il reste ensuite { $left } EUR sur { $limit } EUR pour { $state } (période du { $from } au { $to })
   *[no] il reste ensuite { $left } EUR sur { $limit } EUR (période du { $from } au { $to })
  }
sent_over = { $state_given ->
    [yes] avec elle, { $after } EUR sur { $limit } EUR pour { $state } (période du { $from } au { $to }), soit { $excess } EUR de trop
   *[no] avec elle, { $after } EUR sur { $limit } EUR (période du { $from } au { $to }), soit { $excess } EUR de trop
  }
sent_left_unknown = ce qui reste ensuite n’est pas connu: une aide de la période n’a pas de montant connu
sent_worth = { $said }: { $worth }
sent_note = remarque: { $note }
sent_way_out = issue: { $way }
way_now = jusqu’à { $largest } EUR sont possibles maintenant, comme nouvel événement avec son propre identifiant
way_nothing_now = rien n’est possible à cette date, si peu que ce soit
way_day = la totalité est possible le { $day }, selon les aides connues à ce jour
way_waive = renoncer à { $amount } EUR d’aide antérieure, et les rembourser, avant l’octroi (award.waived par la partie qui l’a octroyée)
way_waive_award = { $award } y compte { $counted } EUR et pourrait faire l’objet d’une renonciation
way_explain = pourquoi, étape par étape: aid-audit explain { $source } --position { $position }
way_regime = { $regime } laisse { $remaining } EUR, là où ses propres conditions sont remplies
sent_turned_away = ÉCARTÉE avec { $status } { $code }, rien n’est enregistré: { $detail }
sent_not_sent = NON ENVOYÉE: { $why }
sent_fault = { $pointer }: { $message }; { $hint }
sent_counts = { $lines ->
    [one] { $lines } déclaration
   *[other] { $lines } déclarations
  }, dont { $known } envoyées lors d’une exécution antérieure
sent_became = admises { $admitted }, enregistrées { $recorded }, refusées { $refused }, différées { $deferred }, écartées { $turned_away }, non envoyées { $not_sent }
sent_receipts = reçus: { $folder }
sent_ends = code de sortie { $code }: { $meaning }
sent_all = chaque déclaration a pris effet
sent_some_without_effect = chaque déclaration a un reçu, et certaines n’ont pas pris effet
sent_some_without_receipt = certaines déclarations n’ont pas de reçu; corrigez-les ou relancez la commande

### What an audit says

exit_sound = exact dans les limites indiquées ci-dessous
exit_could_not_run = n’a pas pu s’exécuter: quelque chose ne peut pas être lu
exit_unsound = INEXACTITUDE PROUVÉE
exit_verdict_differs = octets exacts, mais une décision diffère lors du nouveau calcul
exit_incomplete = incomplet: quelque chose manque, n’est pas reproductible ou n’est pas ancré
exit_state_corrupt = l’état propre de l’auditeur est corrompu
exit_packs_differ = les ensembles de règles comparés aboutissent à des décisions différentes
verdict_differs = { $citation_given ->
    [yes] la décision diffère dans `{ $member }` ({ $citation })
   *[no] la décision diffère dans `{ $member }`
  }
differs = DIFFÈRE de ce qui est enregistré
judged_by_other_build = à partir d’ici, les décisions ont été prises selon les règles d’une autre version (version { $release }, empreinte { $theirs }; celle de la présente est { $ours }): tant que la sémantique est 0, aucune version ne promet les décisions d’une autre, elles ne sont donc pas reproduites; vérifiez avec cette version-là
written_by_other_build = écrit par une autre version (version { $release }), que celle-ci ne peut pas lire: { $error }; tant que la sémantique est 0, aucune version ne promet de lire ce qu’une autre a écrit; vérifiez avec cette version-là
semantics_unknown = la présente version ne connaît pas la sémantique { $semantics } en vigueur ici: à partir d’ici, les décisions ne sont pas reproduites
rules_to_adopt = les règles en vigueur sont celles d’une autre version (version { $release }): rien n’est enregistré jusqu’à ce que l’autorité chargée des règles adopte celles de la présente avec `aidledger engine adopt`
line_stated = { $event } de { $party }
line_award = { $award }{ $beneficiary_given ->
    [yes] { " " }à { $beneficiary }
   *[no] { "" }
  }{ $on_given ->
    [yes] { " " }octroyée le { $on }
   *[no] { "" }
  }
check_line = { $rule } du { $from } au { $to }: { $after } sur { $limit }, reste { $left }
checked_head = le point de contrôle sur { $size } inscriptions est signé par une clé que le journal nomme à cette taille
checked_tree = chaque liasse, chaque tuile d’empreintes de chaque niveau et la racine découlent des inscriptions
checked_entries = les { $entries } premières inscriptions: signature, clé et partie actives à la position, habilitation, aucun identifiant d’événement en double
checked_verdicts = { $verdicts } décisions recalculées à partir des déclarations et des ensembles de règles adoptés
checked_consistency = cohérence avec { $name } ({ $size } inscriptions)
checked_cosigned = cosigné par { $witnesses }
open_without_head = tout le reste: sans point de contrôle lisible, rien ne dit jusqu’où va le journal
open_entries = inscriptions { $from } à { $to }: elles n’ont pas pu être rejouées
open_verdicts = { $verdicts } décisions que la présente version n’a pas à recalculer (elle en rendrait { $same } de même)
open_semantics = sémantique 0: aucune promesse qu’une version ultérieure recalcule ces décisions
open_whose = à qui est ce journal: vu pour la première fois, il a ancré son propre identifiant
open_other_histories = si un autre historique a été montré à d’autres: aucun quorum de témoins n’a été demandé
open_rollback = si le journal est revenu en arrière: aucune tête antérieure n’est connue
open_left_out = si chaque aide a été déclarée: un journal prouve ce qu’il contient, non ce qui a été omis
open_truth = si ce que les signataires déclarent est vrai, et si les ensembles de règles énoncent correctement le droit
open_clock = l’horloge du serveur: les heures d’enregistrement sont sa parole, seul leur ordre est vérifié
open_journal = le journal d’écriture et l’index du serveur: `aidledger fsck` les lit

### The list of a log

list_position = position
list_recorded = enregistrée
list_type = type
list_party = partie
list_award = aide
list_beneficiary = bénéficiaire
list_granted = octroyée
list_outcome = résultat
list_gge = ESB
list_remarks = remarques

### The report of an audit, and what it finds

report_title = Rapport d’audit
report_answer = { $meaning } (sortie { $code })
report_source = source
report_ledger = registre
report_origin = origine
report_pinned_by = ancré par
report_size = taille
report_root = racine
report_not_reproduced = non reproduit
report_unknown = inconnu
report_nothing = rien
report_findings = constatations ({ $count })
report_finding = { $kind }: { $what }
report_entries = inscriptions
report_counts = { $event }: { $outcomes }
report_count = { $count } { $outcome }
report_bypasses = contournements du contrôle ({ $count })
report_interpretations = décidé par interprétation ({ $count })
report_compromised = signé par une clé compromise ({ $count })
report_governance = gouvernance ({ $count })
report_checked = vérifié
report_not_checked = NON vérifié
report_none = aucun
report_more = .. le rapport en JSON en contient davantage
note_signed_by = signé par `{ $kid }`
note_subject = { $event } { $subject } de { $party }
note_bypass = { $flag }: { $subject }
note_interpretation = { $flag } sous { $rules }: { $outcome }, { $subject }
found_in_file = `{ $file }`: { $what }
found_at_byte = `{ $file }` octet { $offset }: { $what }
found_at = position { $position }: { $what }
found_both = { $what }: enregistré { $recorded }, recalculé { $recomputed }
found_none = aucun
found_no_head = aucune tête n’est publiée
found_no_utf8 = n’est pas de l’UTF-8
found_rolled_back = retour en arrière: { $name } a { $size } inscriptions, ce journal en montre { $shown }
found_two_histories = deux historiques: { $name } a la racine { $root } à la taille { $size }, ce journal a { $own }; conservez les deux
found_root = racine signée { $signed }, racine calculée { $computed } sur { $size } inscriptions
found_unfounded = aucune inscription de fondation n’a pu être rejouée, de sorte qu’aucune clé de ce journal n’est connue
found_origin = son origine est `{ $origin }`, celle du registre est `{ $own }`
found_signature = { $error }; identifiants de clé trouvés { $keys }, permis ici { $allowed }
found_no_key_line = la ligne de la clé de vérification est absente
found_key_line = identifiant de clé { $key }, là où le journal a { $allowed }
found_other_ledger = un autre registre qu’auparavant: cet endroit montrait `{ $before }`, il montre à présent `{ $own }`
found_no_ledger = ne peut pas être distingué du registre `{ $id }` demandé
found_not_asked = il s’agit du registre `{ $own }`, non de `{ $id }` comme demandé
found_unpinned = rien ne dit que `{ $own }` est le journal visé: indiquez son identifiant ou sa clé (--log) ou une politique
found_rotated = le journal ne signe plus avec la clé demandée; ancrez son identifiant de registre pour suivre la rotation
found_not_by_key = { $error }: l’identifiant de clé demandé était { $key }
found_no_quorum = le quorum de témoins de la politique n’est pas atteint; cosigné: { $names }
found_not_by_policy = n’émane pas d’un journal de la politique: { $error }
found_gone = { $what }: les inscriptions { $first } à { $last } ne sont pas là pour être rejouées
found_leaf = l’empreinte de sa feuille est { $computed }, `{ $tile }` a { $stated }
found_tile = elle a { $stated }, l’inscription dans `{ $bundle }` a { $computed }
found_node = il a { $stated }, les inscriptions { $first } à { $last } en dessous ont { $computed }
found_pack_digest = les octets de l’ensemble de règles { $pack } ont l’empreinte { $computed }
found_pack_unread = la présente version ne peut pas compiler l’ensemble de règles { $pack }: { $fault }
found_no_pack = les octets de l’ensemble de règles { $pack } sont absents
found_from_here = { $what }; à partir d’ici, les décisions ne peuvent pas être recalculées

### The class of an enterprise by size

class_micro = microentreprise
class_small = petite entreprise
class_medium = moyenne entreprise
class_large = pas une PME
size_perhaps = { $class } ou catégorie supérieure
size_class = { $undertaking } à la date indiquée ({ $on }): { $class }
size_open = { $undertaking } à la date indiquée ({ $on }): la catégorie ne peut être déterminée au vu de ce qui est enregistré; au minimum { $best }, au maximum { $worst }
size_public = des organismes publics détiennent { $capital } % du capital et { $votes } % des droits de vote, compte non tenu des investisseurs de la liste: { $bars ->
    [yes] il ne s’agit pas d’une PME, quels que soient ses chiffres
   *[no] compte tenu de ce qui n’est pas enregistré, il pourrait ne pas s’agir d’une PME, quels que soient ses chiffres
  }
size_declared = aucun compte n’est enregistré; la catégorie est celle qui a été déclarée, laquelle est retenue de bonne foi et peut être contrôlée
size_contradicted = la catégorie déclarée est { $stated }; les comptes en donnent une autre
size_readings = deux interprétations: d’après les liens existant le jour demandé { $day }, d’après les liens existant le dernier jour de chaque exercice { $closing }; laquelle prévaut est un paramètre d’interprétation
size_more_than_whole = il est déclaré que plus de la totalité du capital ou des droits de vote de { $undertaking } est détenue; une déclaration est erronée
size_sum = { $awu } unités de travail par an, chiffre d’affaires { $turnover } EUR, total du bilan { $balance } EUR{ $complete ->
    [yes] { "" }
   *[no] { " " }au moins, car certains chiffres manquent
  }
size_total = ensemble: { $sum }
size_itself = { $undertaking } elle-même, comptes de { $year }: { $sum }
size_linked = { $undertaking }, liée, en totalité, comptes de { $year }: { $sum }
size_partner = { $undertaking }, partenaire ou liée à une entreprise partenaire, { $percent } % de ses comptes de { $year }: { $sum }
size_consolidated = { $undertaking }: comprise dans les comptes consolidés d’une autre, non ajoutée une nouvelle fois
size_no_accounts = { $undertaking }: aucun compte enregistré, dont { $percent } % seraient ajoutés
size_period = exercice { $year }, clôturé le { $closed_on }{ $estimate ->
    [yes] { " " }(estimation)
   *[no] { "" }
  }: { $sum }; pris isolément { $class }
size_no_period = un exercice n’est pas enregistré: quelles qu’en aient été les données
size_missing = manque: { $what }
size_missing_own = comptes de l’entreprise elle-même; déclarez-les
size_missing_accounts = comptes de { $undertaking } pour le dernier exercice; déclarez-les
size_missing_period = comptes d’entreprises liées ou partenaires pour l’exercice { $year }; déclarez-les
size_missing_own_period = comptes de l’entreprise pour une année située entre celles qui sont enregistrées ou après celles-ci; déclarez-les
size_missing_rate = un taux de change pour les comptes de { $undertaking }; publiez-le
size_missing_market = si { $one } et { $other }, que contrôlent les mêmes personnes, opèrent sur le même marché ou sur des marchés contigus; déclarez-le
size_missing_authority = budget et nombre d’habitants de { $undertaking }; déclarez-les
size_missing_invested = ce que des investisseurs providentiels ont investi dans { $undertaking }; déclarez-le
size_unknown = rien n’est enregistré sous { $undertaking }

### Recovery interest

interest_owed = { $decision } à l’encontre de { $undertaking }: { $owed } sont dus à la date indiquée ({ $on }), soit { $principal } en principal et { $interest } d’intérêts
interest_unknown = { $decision } à l’encontre de { $undertaking }: ce qui est dû à la date indiquée ({ $on }) ne peut être déterminé; principal { $principal }, et les intérêts n’ont pas de chiffre, ce qui n’équivaut pas à zéro
interest_no_rate = aucun { -base-rate } de l’État qui récupère l’aide n’est enregistré pour le { $on }; publiez-le
interest_no_day_count = l’injonction compte les jours selon { $count }, méthode qui n’est pas connue ici; sont connues { $known }
interest_by_analogy = le taux est celui des décisions de récupération de la Commission; par analogie, { $owed } seraient dus, dont { $interest } d’intérêts
interest_annulled = la décision a été annulée le { $on }: rien n’est dû à ce titre
interest_suspended = la récupération a été suspendue le { $on }; les intérêts continuent de courir jusqu’à la récupération de l’aide
interest_overpaid = { $amount } ont été payés sans être dus
interest_no_order = aucune injonction de récupération au titre de { $decision } n’est enregistrée
interest_step = du { $from } au { $to }: { $rate } % par an ({ -base-rate } en vigueur depuis le { $from_rate }), pour ces jours, sur { $bearing }: { $accrued }
interest_whole_year = du { $from } au { $to }: { $rate } % ({ -base-rate } en vigueur depuis le { $from_rate }), une année entière, sur { $bearing }: { $accrued }
interest_mixed_money = une mise à disposition ou un paiement est libellé dans une autre monnaie que { $currency }, monnaie de l’injonction
interest_reading = { $reading }: { $owed } seraient dus
interest_reading_credit = paiements imputés de l’autre manière
interest_reading_february = l’autre date anniversaire du dernier jour de février d’une année bissextile
interest_reading_below_zero = taux inférieurs à zéro traités de l’autre manière
