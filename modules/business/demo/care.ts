/** Demo records of a dental clinic and of a hospital's out-patient department. */
import type { DemoTrade } from '../demo.ts';

export const dentalTrade: DemoTrade = {
  customers: [
    ['Walk-in patients', 'Mumbai', '27', '400050'],
    ['Bright Future School', 'Mumbai', '27', '400053', 'C'],
    ['Harbour Shipping Employees', 'Navi Mumbai', '27', '400703', 'C'],
    ['Suraksha Health Insurance', 'Mumbai', '27', '400021', 'C'],
    ['Coastal Cricket Club', 'Mumbai', '27', '400020', 'F'],
  ],
  vendors: [
    ['Dentokraft Supplies', 'Mumbai', '27', '400004', 'F'],
    ['Smileline Laboratory', 'Pune', '27', '411001', 'P'],
    ['Ortho Arch India', 'Bengaluru', '29', '560001', 'C'],
    ['Steriguard Hygiene', 'Ahmedabad', '24', '380009', 'C'],
    ['Implantech Devices', 'Chennai', '33', '600034', 'C'],
  ],
  products: [
    ['CONS-01', 'Consultation, dental', '999312', 'OTH', 'Services', 500, null, 'exempt'],
    ['SCAL-01', 'Scaling and polishing', '999312', 'OTH', 'Services', 1500, null, 'exempt'],
    ['RCT-01', 'Root canal treatment, molar', '999312', 'OTH', 'Services', 6500, null, 'exempt'],
    ['WHIT-01', 'Teeth whitening (cosmetic)', '999312', 'OTH', 'Services', 9000, null, 18],
    ['COMP-A2', 'Composite resin A2, 4 g syringe', '30064000', 'NOS', 'Restorative', 1450.5, 980, 5],
    ['GIC-IX', 'Glass ionomer cement, 15 g', '30064000', 'NOS', 'Restorative', 1250, 860, 5],
    ['LIG-2', 'Lignocaine 2 % with adrenaline, 30 ml vial', '30049099', 'NOS', 'Anaesthesia', 62, 41.25, 5],
    ['GLV-M', 'Nitrile gloves M, box of 100', '40151900', 'BOX', 'Protection', 480, 335, 5],
    ['MSK-3', 'Surgical masks, 3 ply, box of 50', '63079090', 'BOX', 'Protection', 180, 95, 5],
    ['NDL-27', 'Dental needles 27G, box of 100', '90183290', 'BOX', 'Disposables', 720, 510, 5],
    ['BRKT-MBT', 'Metal brackets MBT 0.022, kit', '90211000', 'SET', 'Orthodontics', 1900, 1240, 5],
    ['IMP-4010', 'Titanium implant 4.0 × 10 mm', '90212900', 'NOS', 'Implants', 9800, 6400, 5],
  ],
};

export const clinicTrade: DemoTrade = {
  customers: [
    ['Walk-in patients', 'Delhi', '07', '110017'],
    ['Central Workers Welfare Board', 'New Delhi', '07', '110001', 'C'],
    ['Arogya Health Insurance', 'Gurugram', '06', '122001', 'C'],
    ['Yamuna Textiles Employees', 'Noida', '09', '201301', 'C'],
    ['Saket Residents Association', 'Delhi', '07', '110017', 'F'],
  ],
  vendors: [
    ['Northern Pharma Distributors', 'Delhi', '07', '110006', 'F'],
    ['Himgiri Surgicals', 'Solan', '02', '173212', 'C'],
    ['Reagent House', 'Hyderabad', '36', '500034', 'C'],
    ['Medisafe Waste Services', 'Faridabad', '06', '121003', 'C'],
    ['Linen and Laundry Works', 'Delhi', '07', '110020', 'P'],
  ],
  products: [
    ['OPD-GEN', 'Consultation, general medicine', '999312', 'OTH', 'Services', 400, null, 'exempt'],
    ['OPD-PED', 'Consultation, paediatrics', '999312', 'OTH', 'Services', 600, null, 'exempt'],
    ['LAB-CBC', 'Complete blood count', '999316', 'OTH', 'Laboratory', 350, null, 'exempt'],
    ['ECG-12', 'Electrocardiogram, 12 leads', '999316', 'OTH', 'Diagnostics', 450, null, 'exempt'],
    ['PCM-500', 'Paracetamol 500 mg, strip of 15', '30049063', 'OTH', 'Medicines', 22, 14.6, 5],
    ['AMX-500', 'Amoxicillin 500 mg, strip of 10', '30041030', 'OTH', 'Medicines', 98, 66.4, 5],
    ['ORS-21', 'Oral rehydration salts, 21 g', '30049099', 'PAC', 'Medicines', 21, 13.5, 5],
    ['INS-VIAL', 'Insulin, human, 10 ml vial', '30043110', 'NOS', 'Medicines', 165, 128, 5],
    ['SYR-5', 'Syringe 5 ml with needle, box of 100', '90183100', 'BOX', 'Disposables', 620, 430, 5],
    ['GAU-10', 'Gauze swabs 10 × 10 cm, pack of 100', '30059040', 'PAC', 'Dressings', 240, 165, 5],
    ['GLU-STR', 'Glucose test strips, 50', '38221990', 'BOX', 'Diagnostics', 850, 610, 5],
    ['BLOOD-O', 'Whole human blood, O positive, unit', '30029010', 'UNT', 'Blood', 1450, 1450, 'nil_rated'],
  ],
};
