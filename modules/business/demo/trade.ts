/** Demo records of a factory and of a trading business. */
import type { DemoTrade } from '../demo.ts';

export const manufacturingTrade: DemoTrade = {
  customers: [
    ['Deccan Auto Components', 'Pune', '27', '411019', 'C'],
    ['Kaveri Pumps', 'Coimbatore', '33', '641014', 'C'],
    ['Nandi Earthmovers', 'Bengaluru', '29', '560022', 'C'],
    ['Vindhya Railworks', 'Bhopal', '23', '462023', 'C'],
    ['Surya Tractors', 'Rajkot', '24', '360003', 'F'],
    ['Lanka Engineering Exports', 'Chennai', '33', '600001', 'C'],
  ],
  vendors: [
    ['Peenya Steel Depot', 'Bengaluru', '29', '560058', 'F'],
    ['Jamshed Alloys', 'Jamshedpur', '20', '831001', 'C'],
    ['Hosur Tooling', 'Hosur', '33', '635109', 'P'],
    ['Cauvery Coolants', 'Mysuru', '29', '570016', 'C'],
    ['Galaxy Heat Treatment', 'Bengaluru', '29', '560091', 'F'],
  ],
  products: [
    ['RM-EN8-25', 'Steel round EN8, 25 mm', '72149990', 'KGS', 'Raw material', null, 72.5, 18],
    ['RM-AL6061', 'Aluminium bar 6061, 40 mm', '76042990', 'KGS', 'Raw material', null, 285, 18],
    ['RM-BRS-12', 'Brass rod, 12 mm', '74072110', 'KGS', 'Raw material', null, 610, 18],
    ['CS-CUT-01', 'Cutting oil, soluble', '34031900', 'LTR', 'Consumables', null, 168, 18],
    ['CS-INS-CN', 'Carbide insert CNMG 120408', '82090010', 'NOS', 'Tools', null, 245, 18],
    ['CP-BRG-6204', 'Ball bearing 6204-2Z', '84821020', 'NOS', 'Bought parts', 260, 182, 18],
    ['CP-SEAL-35', 'Oil seal 35 × 52 × 7', '40169330', 'NOS', 'Bought parts', 48, 29.5, 18],
    ['FG-SHAFT-12', 'Pump shaft, 12 splines', '84139190', 'NOS', 'Finished goods', 1180, null, 18],
    ['FG-GEAR-32', 'Spur gear, module 2, 32 teeth', '84839000', 'NOS', 'Finished goods', 640, null, 18],
    ['FG-HOUS-01', 'Bearing housing, machined', '84833000', 'NOS', 'Finished goods', 2250.75, null, 18],
    ['SC-SWARF', 'Steel turnings, scrap', '72044100', 'KGS', 'Scrap', 31, null, 18],
    ['JW-MILL', 'Job work: CNC milling, an hour', '998898', 'OTH', 'Services', 950, null, 18],
  ],
};

export const tradingTrade: DemoTrade = {
  customers: [
    ['Counter sales', 'Delhi', '07', '110006'],
    ['Gupta Provision Store', 'Delhi', '07', '110052', 'P'],
    ['Shree Balaji Enterprises', 'Ghaziabad', '09', '201001', 'F'],
    ['Punjab Hardware Mart', 'Ludhiana', '03', '141003', 'F'],
    ['Metro Facility Services', 'Gurugram', '06', '122002', 'C'],
    ['Rajdhani Caterers', 'Delhi', '07', '110027', 'P'],
  ],
  vendors: [
    ['Amber Foods', 'Ahmedabad', '24', '380015', 'C'],
    ['Sadar Electricals', 'Delhi', '07', '110006', 'F'],
    ['Brahmaputra Tea Estates', 'Guwahati', '18', '781001', 'C'],
    ['Malabar Spices', 'Kochi', '32', '682002', 'C'],
    ['Tirupur Knits', 'Tiruppur', '33', '641601', 'C'],
  ],
  products: [
    ['RICE-BAS-5', 'Basmati rice, 5 kg bag, pre-packed', '10063020', 'BAG', 'Groceries', 640, 540, 5],
    ['ATTA-LOOSE', 'Wheat flour, loose', '11010000', 'KGS', 'Groceries', 38, 32.4, 'nil_rated'],
    ['MILK-1L', 'Fresh milk, 1 litre', '04012000', 'LTR', 'Dairy', 60, 54, 'exempt'],
    ['TEA-ASM-500', 'Assam tea, 500 g', '09024020', 'PAC', 'Beverages', 245, 190, 5],
    ['PEP-1KG', 'Black pepper, 1 kg', '09041120', 'KGS', 'Spices', 820, 690, 5],
    ['LED-9W', 'LED lamp 9 W, B22', '85395200', 'NOS', 'Electricals', 99, 64.5, 18],
    ['WIRE-1.5', 'Copper wire 1.5 sq mm, 90 m coil', '85446020', 'ROL', 'Electricals', 1890, 1520, 18],
    ['BOLT-M8', 'Steel bolt M8 × 40', '73181500', 'NOS', 'Hardware', 12.75, 9.4, 18],
    ['TSHIRT-L', 'Cotton T-shirt, L', '61091000', 'PCS', 'Garments', 349, 210, 5],
    ['BOOK-NB', 'Exercise book, 200 pages', '48202000', 'NOS', 'Stationery', 55, 38, 'nil_rated'],
    ['AC-1.5T', 'Air conditioner 1.5 t, split', '84151010', 'NOS', 'Appliances', 36500, 30200, 18],
    ['SRV-INST', 'Installation at site', '998739', 'OTH', 'Services', 1200, null, 18],
  ],
};
