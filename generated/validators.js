// Made by `npm run build:contract` from lib/contract/request-checks.ts and answer-schemas.ts. Do not edit.
"use strict";
exports.validateNewRequest = validate21;
const schema6 = {"allOf":[{"type":"object"},{"required":["image"]},{"properties":{"image":{"type":"string"}}},{"properties":{"configure":{"type":["string","object","null"]}}}]};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate21.errors = [{instancePath,schemaPath:"#/allOf/0/type",keyword:"type",params:{type: "object"}}];
return false;
}
var valid0 = _errs0 === errors;
if(valid0){
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.image === undefined) && (missing0 = "image")){
validate21.errors = [{instancePath,schemaPath:"#/allOf/1/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
}
var valid0 = _errs2 === errors;
if(valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.image !== undefined){
if(typeof data.image !== "string"){
validate21.errors = [{instancePath:instancePath+"/image",schemaPath:"#/allOf/2/properties/image/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
var valid0 = _errs3 === errors;
if(valid0){
const _errs6 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.configure !== undefined){
let data1 = data.configure;
if(((typeof data1 !== "string") && (!(data1 && typeof data1 == "object" && !Array.isArray(data1)))) && (data1 !== null)){
validate21.errors = [{instancePath:instancePath+"/configure",schemaPath:"#/allOf/3/properties/configure/type",keyword:"type",params:{type: schema6.allOf[3].properties.configure.type}}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
}
}
validate21.errors = vErrors;
return errors === 0;
}

exports.validateOldRequest = validate22;
const schema7 = {"allOf":[{"type":"object"},{"properties":{"inputs":{"not":{"anyOf":[{"type":"null"},{"type":"array","maxItems":0}]}}}},{"properties":{"inputs":{"type":"array"}}},{"properties":{"inputs":{"items":{"type":"object"}}}},{"properties":{"inputs":{"items":{"required":["image"]}}}},{"properties":{"inputs":{"items":{"properties":{"image":{"type":"object","required":["dataType","dataValue"]}}}}}},{"properties":{"inputs":{"items":{"properties":{"image":{"properties":{"dataValue":{"type":"string"}}}}}}}},{"properties":{"inputs":{"items":{"properties":{"configure":{"type":"object","required":["dataType","dataValue"],"properties":{"dataValue":{"type":"string"}}}}}}}}]};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate22.errors = [{instancePath,schemaPath:"#/allOf/0/type",keyword:"type",params:{type: "object"}}];
return false;
}
var valid0 = _errs0 === errors;
if(valid0){
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputs !== undefined){
let data0 = data.inputs;
const _errs4 = errors;
const _errs5 = errors;
const _errs6 = errors;
let valid3 = false;
const _errs7 = errors;
if(data0 !== null){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs7 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data0)){
if(data0.length > 0){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs9 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err3 = {};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
else {
errors = _errs6;
if(vErrors !== null){
if(_errs6){
vErrors.length = _errs6;
}
else {
vErrors = null;
}
}
}
var valid2 = _errs5 === errors;
if(valid2){
validate22.errors = [{instancePath:instancePath+"/inputs",schemaPath:"#/allOf/1/properties/inputs/not",keyword:"not",params:{}}];
return false;
}
else {
errors = _errs4;
if(vErrors !== null){
if(_errs4){
vErrors.length = _errs4;
}
else {
vErrors = null;
}
}
}
}
}
var valid0 = _errs2 === errors;
if(valid0){
const _errs11 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputs !== undefined){
if(!(Array.isArray(data.inputs))){
validate22.errors = [{instancePath:instancePath+"/inputs",schemaPath:"#/allOf/2/properties/inputs/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
}
var valid0 = _errs11 === errors;
if(valid0){
const _errs14 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputs !== undefined){
let data2 = data.inputs;
if(Array.isArray(data2)){
var valid6 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs16 = errors;
if(!(data3 && typeof data3 == "object" && !Array.isArray(data3))){
validate22.errors = [{instancePath:instancePath+"/inputs/" + i0,schemaPath:"#/allOf/3/properties/inputs/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
var valid6 = _errs16 === errors;
if(!valid6){
break;
}
}
}
}
}
var valid0 = _errs14 === errors;
if(valid0){
const _errs18 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputs !== undefined){
let data4 = data.inputs;
if(Array.isArray(data4)){
var valid8 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
const _errs20 = errors;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing0;
if((data5.image === undefined) && (missing0 = "image")){
validate22.errors = [{instancePath:instancePath+"/inputs/" + i1,schemaPath:"#/allOf/4/properties/inputs/items/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
}
var valid8 = _errs20 === errors;
if(!valid8){
break;
}
}
}
}
}
var valid0 = _errs18 === errors;
if(valid0){
const _errs21 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputs !== undefined){
let data6 = data.inputs;
if(Array.isArray(data6)){
var valid10 = true;
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
const _errs23 = errors;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.image !== undefined){
let data8 = data7.image;
const _errs24 = errors;
if(errors === _errs24){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing1;
if(((data8.dataType === undefined) && (missing1 = "dataType")) || ((data8.dataValue === undefined) && (missing1 = "dataValue"))){
validate22.errors = [{instancePath:instancePath+"/inputs/" + i2+"/image",schemaPath:"#/allOf/5/properties/inputs/items/properties/image/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/inputs/" + i2+"/image",schemaPath:"#/allOf/5/properties/inputs/items/properties/image/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
}
}
var valid10 = _errs23 === errors;
if(!valid10){
break;
}
}
}
}
}
var valid0 = _errs21 === errors;
if(valid0){
const _errs26 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputs !== undefined){
let data9 = data.inputs;
if(Array.isArray(data9)){
var valid13 = true;
const len3 = data9.length;
for(let i3=0; i3<len3; i3++){
let data10 = data9[i3];
const _errs28 = errors;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.image !== undefined){
let data11 = data10.image;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(data11.dataValue !== undefined){
if(typeof data11.dataValue !== "string"){
validate22.errors = [{instancePath:instancePath+"/inputs/" + i3+"/image/dataValue",schemaPath:"#/allOf/6/properties/inputs/items/properties/image/properties/dataValue/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
}
var valid13 = _errs28 === errors;
if(!valid13){
break;
}
}
}
}
}
var valid0 = _errs26 === errors;
if(valid0){
const _errs32 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.inputs !== undefined){
let data13 = data.inputs;
if(Array.isArray(data13)){
var valid17 = true;
const len4 = data13.length;
for(let i4=0; i4<len4; i4++){
let data14 = data13[i4];
const _errs34 = errors;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
if(data14.configure !== undefined){
let data15 = data14.configure;
const _errs35 = errors;
if(errors === _errs35){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
let missing2;
if(((data15.dataType === undefined) && (missing2 = "dataType")) || ((data15.dataValue === undefined) && (missing2 = "dataValue"))){
validate22.errors = [{instancePath:instancePath+"/inputs/" + i4+"/configure",schemaPath:"#/allOf/7/properties/inputs/items/properties/configure/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
if(data15.dataValue !== undefined){
if(typeof data15.dataValue !== "string"){
validate22.errors = [{instancePath:instancePath+"/inputs/" + i4+"/configure/dataValue",schemaPath:"#/allOf/7/properties/inputs/items/properties/configure/properties/dataValue/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/inputs/" + i4+"/configure",schemaPath:"#/allOf/7/properties/inputs/items/properties/configure/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
}
}
var valid17 = _errs34 === errors;
if(!valid17){
break;
}
}
}
}
}
var valid0 = _errs32 === errors;
}
}
}
}
}
}
}
validate22.errors = vErrors;
return errors === 0;
}

exports.validateImagesRequest = validate23;
const schema8 = {"allOf":[{"properties":{"images":{"type":"array"}}},{"properties":{"images":{"minItems":1}}},{"properties":{"images":{"maxItems":8}}},{"properties":{"images":{"items":{"type":"string"}}}},{"properties":{"configure":{"type":["string","object","null"]}}}]};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.images !== undefined){
if(!(Array.isArray(data.images))){
validate23.errors = [{instancePath:instancePath+"/images",schemaPath:"#/allOf/0/properties/images/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
}
var valid0 = _errs0 === errors;
if(valid0){
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.images !== undefined){
let data1 = data.images;
if(Array.isArray(data1)){
if(data1.length < 1){
validate23.errors = [{instancePath:instancePath+"/images",schemaPath:"#/allOf/1/properties/images/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
if(valid0){
const _errs5 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.images !== undefined){
let data2 = data.images;
if(Array.isArray(data2)){
if(data2.length > 8){
validate23.errors = [{instancePath:instancePath+"/images",schemaPath:"#/allOf/2/properties/images/maxItems",keyword:"maxItems",params:{limit: 8}}];
return false;
}
}
}
}
var valid0 = _errs5 === errors;
if(valid0){
const _errs7 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.images !== undefined){
let data3 = data.images;
if(Array.isArray(data3)){
var valid5 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
const _errs9 = errors;
if(typeof data3[i0] !== "string"){
validate23.errors = [{instancePath:instancePath+"/images/" + i0,schemaPath:"#/allOf/3/properties/images/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid5 = _errs9 === errors;
if(!valid5){
break;
}
}
}
}
}
var valid0 = _errs7 === errors;
if(valid0){
const _errs11 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.configure !== undefined){
let data5 = data.configure;
if(((typeof data5 !== "string") && (!(data5 && typeof data5 == "object" && !Array.isArray(data5)))) && (data5 !== null)){
validate23.errors = [{instancePath:instancePath+"/configure",schemaPath:"#/allOf/4/properties/configure/type",keyword:"type",params:{type: schema8.allOf[4].properties.configure.type}}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
}
}
}
validate23.errors = vErrors;
return errors === 0;
}

exports.validateBankCardAnswer = validate24;
const schema9 = {"type":"object","required":["result"],"properties":{"result":{"type":"object","required":["bank_name","bank_card_number","valid_date","bank_card_type"],"properties":{"bank_name":{"type":"string","maxLength":200},"bank_card_number":{"type":"string","maxLength":39,"pattern":"^[0-9*?]+( [0-9*?]+)*$"},"valid_date":{"type":"string","maxLength":5,"pattern":"^((0[1-9]|1[0-2])/[0-9]{2})?$"},"bank_card_type":{"enum":[0,1,2]},"requestId":{"type":"string","maxLength":47,"pattern":"^[0-9]{14}_[0-9a-f]{32}$"},"image":{"type":"object","required":["width","height","orientation"],"properties":{"width":{"type":"integer","minimum":1},"height":{"type":"integer","minimum":1},"orientation":{"enum":[0,90,180,270]}},"additionalProperties":false},"cards":{"type":"array","items":{"$ref":"Card"},"minItems":1},"timings":{"type":"object","additionalProperties":{"type":"number","minimum":0}}},"dependencies":{"requestId":["requestId","image","cards","timings"],"cards":["requestId","image","cards","timings"]},"additionalProperties":false}},"additionalProperties":false};
const func2 = require("ajv/dist/runtime/ucs2length").default;
const pattern0 = new RegExp("^[0-9*?]+( [0-9*?]+)*$", "u");
const pattern1 = new RegExp("^((0[1-9]|1[0-2])/[0-9]{2})?$", "u");
const pattern2 = new RegExp("^[0-9]{14}_[0-9a-f]{32}$", "u");
const schema10 = {"type":"object","required":["pan","panGrouped","maskedPan","bin","luhnValid","scheme","issuer","type","expiry","confidence","quads","warnings","quality"],"properties":{"pan":{"type":"string","maxLength":20,"pattern":"^[0-9*?]{12,}$"},"panGrouped":{"type":"string","maxLength":39,"pattern":"^[0-9*?]+( [0-9*?]+)*$"},"maskedPan":{"type":"string","maxLength":39,"pattern":"^[0-9*?]+( [0-9*?]+)*$"},"bin":{"anyOf":[{"type":"null"},{"type":"string","maxLength":12,"pattern":"^[0-9]{6,12}$"}]},"luhnValid":{"type":"boolean"},"scheme":{"anyOf":[{"type":"null"},{"type":"string","maxLength":200}]},"issuer":{"anyOf":[{"type":"null"},{"type":"object","required":["name","shortName","nameEn","country"],"properties":{"name":{"type":"string","maxLength":200},"shortName":{"type":"string","maxLength":200},"nameEn":{"anyOf":[{"type":"null"},{"type":"string","maxLength":200}]},"country":{"anyOf":[{"type":"null"},{"type":"string","maxLength":200}]}},"additionalProperties":false}]},"type":{"enum":["debit","credit","semi-credit","prepaid","unknown"]},"expiry":{"anyOf":[{"type":"null"},{"type":"object","required":["month","year","expired"],"properties":{"month":{"type":"integer","minimum":1,"maximum":12},"year":{"type":"integer","minimum":1900,"maximum":2200},"expired":{"type":"boolean"}},"additionalProperties":false}]},"validFrom":{"type":"object","required":["month","year"],"properties":{"month":{"type":"integer","minimum":1,"maximum":12},"year":{"type":"integer","minimum":1900,"maximum":2200}},"additionalProperties":false},"confidence":{"type":"object","required":["pan","expiry","digits"],"properties":{"pan":{"type":"number","minimum":0,"maximum":1},"expiry":{"anyOf":[{"type":"null"},{"type":"number","minimum":0,"maximum":1}]},"digits":{"type":"array","items":{"type":"number","minimum":0,"maximum":1}}},"additionalProperties":false},"quads":{"type":"object","required":["card","pan","expiry"],"properties":{"card":{"anyOf":[{"type":"null"},{"$ref":"Quad"}]},"pan":{"$ref":"Quad"},"expiry":{"anyOf":[{"type":"null"},{"$ref":"Quad"}]}},"additionalProperties":false},"warnings":{"type":"array","items":{"enum":["different-cards","partial","luhn","unknown-bin","unknown-length","low-confidence","expired","blurred","glare","cut-off","too-small"],"type":"string"},"uniqueItems":true},"quality":{"type":"integer","minimum":0,"maximum":100},"crop":{"anyOf":[{"type":"null"},{"type":"string"}]},"strip":{"anyOf":[{"type":"null"},{"type":"string"}]}},"additionalProperties":false};
const func6 = Object.prototype.hasOwnProperty;
const pattern3 = new RegExp("^[0-9*?]{12,}$", "u");
const pattern6 = new RegExp("^[0-9]{6,12}$", "u");
const schema11 = {"type":"array","items":{"type":"object","required":["x","y"],"properties":{"x":{"type":"number"},"y":{"type":"number"}},"additionalProperties":false},"minItems":4,"maxItems":4};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
if(data.length > 4){
validate26.errors = [{instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 4}}];
return false;
}
else {
if(data.length < 4){
validate26.errors = [{instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 4}}];
return false;
}
else {
var valid0 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
const _errs1 = errors;
if(errors === _errs1){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing0;
if(((data0.x === undefined) && (missing0 = "x")) || ((data0.y === undefined) && (missing0 = "y"))){
validate26.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs3 = errors;
for(const key0 in data0){
if(!((key0 === "x") || (key0 === "y"))){
validate26.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs3 === errors){
if(data0.x !== undefined){
let data1 = data0.x;
const _errs4 = errors;
if(!((typeof data1 == "number") && (isFinite(data1)))){
validate26.errors = [{instancePath:instancePath+"/" + i0+"/x",schemaPath:"#/items/properties/x/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.y !== undefined){
let data2 = data0.y;
const _errs6 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate26.errors = [{instancePath:instancePath+"/" + i0+"/y",schemaPath:"#/items/properties/y/type",keyword:"type",params:{type: "number"}}];
return false;
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs1 === errors;
if(!valid0){
break;
}
}
}
}
}
else {
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}


function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((data.pan === undefined) && (missing0 = "pan")) || ((data.panGrouped === undefined) && (missing0 = "panGrouped"))) || ((data.maskedPan === undefined) && (missing0 = "maskedPan"))) || ((data.bin === undefined) && (missing0 = "bin"))) || ((data.luhnValid === undefined) && (missing0 = "luhnValid"))) || ((data.scheme === undefined) && (missing0 = "scheme"))) || ((data.issuer === undefined) && (missing0 = "issuer"))) || ((data.type === undefined) && (missing0 = "type"))) || ((data.expiry === undefined) && (missing0 = "expiry"))) || ((data.confidence === undefined) && (missing0 = "confidence"))) || ((data.quads === undefined) && (missing0 = "quads"))) || ((data.warnings === undefined) && (missing0 = "warnings"))) || ((data.quality === undefined) && (missing0 = "quality"))){
validate25.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func6.call(schema10.properties, key0))){
validate25.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.pan !== undefined){
let data0 = data.pan;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) > 20){
validate25.errors = [{instancePath:instancePath+"/pan",schemaPath:"#/properties/pan/maxLength",keyword:"maxLength",params:{limit: 20}}];
return false;
}
else {
if(!pattern3.test(data0)){
validate25.errors = [{instancePath:instancePath+"/pan",schemaPath:"#/properties/pan/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]{12,}$"}}];
return false;
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/pan",schemaPath:"#/properties/pan/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.panGrouped !== undefined){
let data1 = data.panGrouped;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(func2(data1) > 39){
validate25.errors = [{instancePath:instancePath+"/panGrouped",schemaPath:"#/properties/panGrouped/maxLength",keyword:"maxLength",params:{limit: 39}}];
return false;
}
else {
if(!pattern0.test(data1)){
validate25.errors = [{instancePath:instancePath+"/panGrouped",schemaPath:"#/properties/panGrouped/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]+( [0-9*?]+)*$"}}];
return false;
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/panGrouped",schemaPath:"#/properties/panGrouped/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.maskedPan !== undefined){
let data2 = data.maskedPan;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(func2(data2) > 39){
validate25.errors = [{instancePath:instancePath+"/maskedPan",schemaPath:"#/properties/maskedPan/maxLength",keyword:"maxLength",params:{limit: 39}}];
return false;
}
else {
if(!pattern0.test(data2)){
validate25.errors = [{instancePath:instancePath+"/maskedPan",schemaPath:"#/properties/maskedPan/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]+( [0-9*?]+)*$"}}];
return false;
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/maskedPan",schemaPath:"#/properties/maskedPan/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.bin !== undefined){
let data3 = data.bin;
const _errs8 = errors;
const _errs9 = errors;
let valid1 = false;
const _errs10 = errors;
if(data3 !== null){
const err0 = {instancePath:instancePath+"/bin",schemaPath:"#/properties/bin/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs10 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs12 = errors;
if(errors === _errs12){
if(typeof data3 === "string"){
if(func2(data3) > 12){
const err1 = {instancePath:instancePath+"/bin",schemaPath:"#/properties/bin/anyOf/1/maxLength",keyword:"maxLength",params:{limit: 12}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
else {
if(!pattern6.test(data3)){
const err2 = {instancePath:instancePath+"/bin",schemaPath:"#/properties/bin/anyOf/1/pattern",keyword:"pattern",params:{pattern: "^[0-9]{6,12}$"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/bin",schemaPath:"#/properties/bin/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs12 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err4 = {instancePath:instancePath+"/bin",schemaPath:"#/properties/bin/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs9;
if(vErrors !== null){
if(_errs9){
vErrors.length = _errs9;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.luhnValid !== undefined){
const _errs14 = errors;
if(typeof data.luhnValid !== "boolean"){
validate25.errors = [{instancePath:instancePath+"/luhnValid",schemaPath:"#/properties/luhnValid/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scheme !== undefined){
let data5 = data.scheme;
const _errs16 = errors;
const _errs17 = errors;
let valid2 = false;
const _errs18 = errors;
if(data5 !== null){
const err5 = {instancePath:instancePath+"/scheme",schemaPath:"#/properties/scheme/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
var _valid1 = _errs18 === errors;
valid2 = valid2 || _valid1;
if(!valid2){
const _errs20 = errors;
if(errors === _errs20){
if(typeof data5 === "string"){
if(func2(data5) > 200){
const err6 = {instancePath:instancePath+"/scheme",schemaPath:"#/properties/scheme/anyOf/1/maxLength",keyword:"maxLength",params:{limit: 200}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/scheme",schemaPath:"#/properties/scheme/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
var _valid1 = _errs20 === errors;
valid2 = valid2 || _valid1;
}
if(!valid2){
const err8 = {instancePath:instancePath+"/scheme",schemaPath:"#/properties/scheme/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs17;
if(vErrors !== null){
if(_errs17){
vErrors.length = _errs17;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.issuer !== undefined){
let data6 = data.issuer;
const _errs22 = errors;
const _errs23 = errors;
let valid3 = false;
const _errs24 = errors;
if(data6 !== null){
const err9 = {instancePath:instancePath+"/issuer",schemaPath:"#/properties/issuer/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
var _valid2 = _errs24 === errors;
valid3 = valid3 || _valid2;
if(!valid3){
const _errs26 = errors;
if(errors === _errs26){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if(((((data6.name === undefined) && (missing1 = "name")) || ((data6.shortName === undefined) && (missing1 = "shortName"))) || ((data6.nameEn === undefined) && (missing1 = "nameEn"))) || ((data6.country === undefined) && (missing1 = "country"))){
const err10 = {instancePath:instancePath+"/issuer",schemaPath:"#/properties/issuer/anyOf/1/required",keyword:"required",params:{missingProperty: missing1}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
else {
const _errs28 = errors;
for(const key1 in data6){
if(!((((key1 === "name") || (key1 === "shortName")) || (key1 === "nameEn")) || (key1 === "country"))){
const err11 = {instancePath:instancePath+"/issuer",schemaPath:"#/properties/issuer/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
break;
}
}
if(_errs28 === errors){
if(data6.name !== undefined){
let data7 = data6.name;
const _errs29 = errors;
if(errors === _errs29){
if(typeof data7 === "string"){
if(func2(data7) > 200){
const err12 = {instancePath:instancePath+"/issuer/name",schemaPath:"#/properties/issuer/anyOf/1/properties/name/maxLength",keyword:"maxLength",params:{limit: 200}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/issuer/name",schemaPath:"#/properties/issuer/anyOf/1/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var valid4 = _errs29 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.shortName !== undefined){
let data8 = data6.shortName;
const _errs31 = errors;
if(errors === _errs31){
if(typeof data8 === "string"){
if(func2(data8) > 200){
const err14 = {instancePath:instancePath+"/issuer/shortName",schemaPath:"#/properties/issuer/anyOf/1/properties/shortName/maxLength",keyword:"maxLength",params:{limit: 200}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/issuer/shortName",schemaPath:"#/properties/issuer/anyOf/1/properties/shortName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var valid4 = _errs31 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.nameEn !== undefined){
let data9 = data6.nameEn;
const _errs33 = errors;
const _errs34 = errors;
let valid5 = false;
const _errs35 = errors;
if(data9 !== null){
const err16 = {instancePath:instancePath+"/issuer/nameEn",schemaPath:"#/properties/issuer/anyOf/1/properties/nameEn/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid3 = _errs35 === errors;
valid5 = valid5 || _valid3;
if(!valid5){
const _errs37 = errors;
if(errors === _errs37){
if(typeof data9 === "string"){
if(func2(data9) > 200){
const err17 = {instancePath:instancePath+"/issuer/nameEn",schemaPath:"#/properties/issuer/anyOf/1/properties/nameEn/anyOf/1/maxLength",keyword:"maxLength",params:{limit: 200}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/issuer/nameEn",schemaPath:"#/properties/issuer/anyOf/1/properties/nameEn/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
var _valid3 = _errs37 === errors;
valid5 = valid5 || _valid3;
}
if(!valid5){
const err19 = {instancePath:instancePath+"/issuer/nameEn",schemaPath:"#/properties/issuer/anyOf/1/properties/nameEn/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
else {
errors = _errs34;
if(vErrors !== null){
if(_errs34){
vErrors.length = _errs34;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs33 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.country !== undefined){
let data10 = data6.country;
const _errs39 = errors;
const _errs40 = errors;
let valid6 = false;
const _errs41 = errors;
if(data10 !== null){
const err20 = {instancePath:instancePath+"/issuer/country",schemaPath:"#/properties/issuer/anyOf/1/properties/country/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
var _valid4 = _errs41 === errors;
valid6 = valid6 || _valid4;
if(!valid6){
const _errs43 = errors;
if(errors === _errs43){
if(typeof data10 === "string"){
if(func2(data10) > 200){
const err21 = {instancePath:instancePath+"/issuer/country",schemaPath:"#/properties/issuer/anyOf/1/properties/country/anyOf/1/maxLength",keyword:"maxLength",params:{limit: 200}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/issuer/country",schemaPath:"#/properties/issuer/anyOf/1/properties/country/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid4 = _errs43 === errors;
valid6 = valid6 || _valid4;
}
if(!valid6){
const err23 = {instancePath:instancePath+"/issuer/country",schemaPath:"#/properties/issuer/anyOf/1/properties/country/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
else {
errors = _errs40;
if(vErrors !== null){
if(_errs40){
vErrors.length = _errs40;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs39 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
else {
const err24 = {instancePath:instancePath+"/issuer",schemaPath:"#/properties/issuer/anyOf/1/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
var _valid2 = _errs26 === errors;
valid3 = valid3 || _valid2;
}
if(!valid3){
const err25 = {instancePath:instancePath+"/issuer",schemaPath:"#/properties/issuer/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs23;
if(vErrors !== null){
if(_errs23){
vErrors.length = _errs23;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.type !== undefined){
let data11 = data.type;
const _errs45 = errors;
if(!(((((data11 === "debit") || (data11 === "credit")) || (data11 === "semi-credit")) || (data11 === "prepaid")) || (data11 === "unknown"))){
validate25.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema10.properties.type.enum}}];
return false;
}
var valid0 = _errs45 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiry !== undefined){
let data12 = data.expiry;
const _errs46 = errors;
const _errs47 = errors;
let valid7 = false;
const _errs48 = errors;
if(data12 !== null){
const err26 = {instancePath:instancePath+"/expiry",schemaPath:"#/properties/expiry/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
var _valid5 = _errs48 === errors;
valid7 = valid7 || _valid5;
if(!valid7){
const _errs50 = errors;
if(errors === _errs50){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
let missing2;
if((((data12.month === undefined) && (missing2 = "month")) || ((data12.year === undefined) && (missing2 = "year"))) || ((data12.expired === undefined) && (missing2 = "expired"))){
const err27 = {instancePath:instancePath+"/expiry",schemaPath:"#/properties/expiry/anyOf/1/required",keyword:"required",params:{missingProperty: missing2}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
else {
const _errs52 = errors;
for(const key2 in data12){
if(!(((key2 === "month") || (key2 === "year")) || (key2 === "expired"))){
const err28 = {instancePath:instancePath+"/expiry",schemaPath:"#/properties/expiry/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
break;
}
}
if(_errs52 === errors){
if(data12.month !== undefined){
let data13 = data12.month;
const _errs53 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err29 = {instancePath:instancePath+"/expiry/month",schemaPath:"#/properties/expiry/anyOf/1/properties/month/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(errors === _errs53){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 12 || isNaN(data13)){
const err30 = {instancePath:instancePath+"/expiry/month",schemaPath:"#/properties/expiry/anyOf/1/properties/month/maximum",keyword:"maximum",params:{comparison: "<=", limit: 12}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
else {
if(data13 < 1 || isNaN(data13)){
const err31 = {instancePath:instancePath+"/expiry/month",schemaPath:"#/properties/expiry/anyOf/1/properties/month/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
}
var valid8 = _errs53 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data12.year !== undefined){
let data14 = data12.year;
const _errs55 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err32 = {instancePath:instancePath+"/expiry/year",schemaPath:"#/properties/expiry/anyOf/1/properties/year/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(errors === _errs55){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 2200 || isNaN(data14)){
const err33 = {instancePath:instancePath+"/expiry/year",schemaPath:"#/properties/expiry/anyOf/1/properties/year/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2200}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
else {
if(data14 < 1900 || isNaN(data14)){
const err34 = {instancePath:instancePath+"/expiry/year",schemaPath:"#/properties/expiry/anyOf/1/properties/year/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1900}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
}
var valid8 = _errs55 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data12.expired !== undefined){
const _errs57 = errors;
if(typeof data12.expired !== "boolean"){
const err35 = {instancePath:instancePath+"/expiry/expired",schemaPath:"#/properties/expiry/anyOf/1/properties/expired/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
var valid8 = _errs57 === errors;
}
else {
var valid8 = true;
}
}
}
}
}
}
else {
const err36 = {instancePath:instancePath+"/expiry",schemaPath:"#/properties/expiry/anyOf/1/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
var _valid5 = _errs50 === errors;
valid7 = valid7 || _valid5;
}
if(!valid7){
const err37 = {instancePath:instancePath+"/expiry",schemaPath:"#/properties/expiry/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs47;
if(vErrors !== null){
if(_errs47){
vErrors.length = _errs47;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs46 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.validFrom !== undefined){
let data16 = data.validFrom;
const _errs59 = errors;
if(errors === _errs59){
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
let missing3;
if(((data16.month === undefined) && (missing3 = "month")) || ((data16.year === undefined) && (missing3 = "year"))){
validate25.errors = [{instancePath:instancePath+"/validFrom",schemaPath:"#/properties/validFrom/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs61 = errors;
for(const key3 in data16){
if(!((key3 === "month") || (key3 === "year"))){
validate25.errors = [{instancePath:instancePath+"/validFrom",schemaPath:"#/properties/validFrom/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs61 === errors){
if(data16.month !== undefined){
let data17 = data16.month;
const _errs62 = errors;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
validate25.errors = [{instancePath:instancePath+"/validFrom/month",schemaPath:"#/properties/validFrom/properties/month/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs62){
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 > 12 || isNaN(data17)){
validate25.errors = [{instancePath:instancePath+"/validFrom/month",schemaPath:"#/properties/validFrom/properties/month/maximum",keyword:"maximum",params:{comparison: "<=", limit: 12}}];
return false;
}
else {
if(data17 < 1 || isNaN(data17)){
validate25.errors = [{instancePath:instancePath+"/validFrom/month",schemaPath:"#/properties/validFrom/properties/month/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
}
var valid9 = _errs62 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data16.year !== undefined){
let data18 = data16.year;
const _errs64 = errors;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
validate25.errors = [{instancePath:instancePath+"/validFrom/year",schemaPath:"#/properties/validFrom/properties/year/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs64){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 2200 || isNaN(data18)){
validate25.errors = [{instancePath:instancePath+"/validFrom/year",schemaPath:"#/properties/validFrom/properties/year/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2200}}];
return false;
}
else {
if(data18 < 1900 || isNaN(data18)){
validate25.errors = [{instancePath:instancePath+"/validFrom/year",schemaPath:"#/properties/validFrom/properties/year/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1900}}];
return false;
}
}
}
}
var valid9 = _errs64 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/validFrom",schemaPath:"#/properties/validFrom/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs59 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.confidence !== undefined){
let data19 = data.confidence;
const _errs66 = errors;
if(errors === _errs66){
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
let missing4;
if((((data19.pan === undefined) && (missing4 = "pan")) || ((data19.expiry === undefined) && (missing4 = "expiry"))) || ((data19.digits === undefined) && (missing4 = "digits"))){
validate25.errors = [{instancePath:instancePath+"/confidence",schemaPath:"#/properties/confidence/required",keyword:"required",params:{missingProperty: missing4}}];
return false;
}
else {
const _errs68 = errors;
for(const key4 in data19){
if(!(((key4 === "pan") || (key4 === "expiry")) || (key4 === "digits"))){
validate25.errors = [{instancePath:instancePath+"/confidence",schemaPath:"#/properties/confidence/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}}];
return false;
break;
}
}
if(_errs68 === errors){
if(data19.pan !== undefined){
let data20 = data19.pan;
const _errs69 = errors;
if(errors === _errs69){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 1 || isNaN(data20)){
validate25.errors = [{instancePath:instancePath+"/confidence/pan",schemaPath:"#/properties/confidence/properties/pan/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1}}];
return false;
}
else {
if(data20 < 0 || isNaN(data20)){
validate25.errors = [{instancePath:instancePath+"/confidence/pan",schemaPath:"#/properties/confidence/properties/pan/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/confidence/pan",schemaPath:"#/properties/confidence/properties/pan/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid10 = _errs69 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data19.expiry !== undefined){
let data21 = data19.expiry;
const _errs71 = errors;
const _errs72 = errors;
let valid11 = false;
const _errs73 = errors;
if(data21 !== null){
const err38 = {instancePath:instancePath+"/confidence/expiry",schemaPath:"#/properties/confidence/properties/expiry/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
var _valid6 = _errs73 === errors;
valid11 = valid11 || _valid6;
if(!valid11){
const _errs75 = errors;
if(errors === _errs75){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 1 || isNaN(data21)){
const err39 = {instancePath:instancePath+"/confidence/expiry",schemaPath:"#/properties/confidence/properties/expiry/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
else {
if(data21 < 0 || isNaN(data21)){
const err40 = {instancePath:instancePath+"/confidence/expiry",schemaPath:"#/properties/confidence/properties/expiry/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/confidence/expiry",schemaPath:"#/properties/confidence/properties/expiry/anyOf/1/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
var _valid6 = _errs75 === errors;
valid11 = valid11 || _valid6;
}
if(!valid11){
const err42 = {instancePath:instancePath+"/confidence/expiry",schemaPath:"#/properties/confidence/properties/expiry/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs72;
if(vErrors !== null){
if(_errs72){
vErrors.length = _errs72;
}
else {
vErrors = null;
}
}
}
var valid10 = _errs71 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data19.digits !== undefined){
let data22 = data19.digits;
const _errs77 = errors;
if(errors === _errs77){
if(Array.isArray(data22)){
var valid12 = true;
const len0 = data22.length;
for(let i0=0; i0<len0; i0++){
let data23 = data22[i0];
const _errs79 = errors;
if(errors === _errs79){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 1 || isNaN(data23)){
validate25.errors = [{instancePath:instancePath+"/confidence/digits/" + i0,schemaPath:"#/properties/confidence/properties/digits/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1}}];
return false;
}
else {
if(data23 < 0 || isNaN(data23)){
validate25.errors = [{instancePath:instancePath+"/confidence/digits/" + i0,schemaPath:"#/properties/confidence/properties/digits/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/confidence/digits/" + i0,schemaPath:"#/properties/confidence/properties/digits/items/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid12 = _errs79 === errors;
if(!valid12){
break;
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/confidence/digits",schemaPath:"#/properties/confidence/properties/digits/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid10 = _errs77 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/confidence",schemaPath:"#/properties/confidence/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs66 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quads !== undefined){
let data24 = data.quads;
const _errs81 = errors;
if(errors === _errs81){
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
let missing5;
if((((data24.card === undefined) && (missing5 = "card")) || ((data24.pan === undefined) && (missing5 = "pan"))) || ((data24.expiry === undefined) && (missing5 = "expiry"))){
validate25.errors = [{instancePath:instancePath+"/quads",schemaPath:"#/properties/quads/required",keyword:"required",params:{missingProperty: missing5}}];
return false;
}
else {
const _errs83 = errors;
for(const key5 in data24){
if(!(((key5 === "card") || (key5 === "pan")) || (key5 === "expiry"))){
validate25.errors = [{instancePath:instancePath+"/quads",schemaPath:"#/properties/quads/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}}];
return false;
break;
}
}
if(_errs83 === errors){
if(data24.card !== undefined){
let data25 = data24.card;
const _errs84 = errors;
const _errs85 = errors;
let valid14 = false;
const _errs86 = errors;
if(data25 !== null){
const err43 = {instancePath:instancePath+"/quads/card",schemaPath:"#/properties/quads/properties/card/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
var _valid7 = _errs86 === errors;
valid14 = valid14 || _valid7;
if(!valid14){
const _errs88 = errors;
if(!(validate26(data25, {instancePath:instancePath+"/quads/card",parentData:data24,parentDataProperty:"card",rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var _valid7 = _errs88 === errors;
valid14 = valid14 || _valid7;
}
if(!valid14){
const err44 = {instancePath:instancePath+"/quads/card",schemaPath:"#/properties/quads/properties/card/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs85;
if(vErrors !== null){
if(_errs85){
vErrors.length = _errs85;
}
else {
vErrors = null;
}
}
}
var valid13 = _errs84 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data24.pan !== undefined){
const _errs89 = errors;
if(!(validate26(data24.pan, {instancePath:instancePath+"/quads/pan",parentData:data24,parentDataProperty:"pan",rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid13 = _errs89 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data24.expiry !== undefined){
let data27 = data24.expiry;
const _errs90 = errors;
const _errs91 = errors;
let valid15 = false;
const _errs92 = errors;
if(data27 !== null){
const err45 = {instancePath:instancePath+"/quads/expiry",schemaPath:"#/properties/quads/properties/expiry/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
var _valid8 = _errs92 === errors;
valid15 = valid15 || _valid8;
if(!valid15){
const _errs94 = errors;
if(!(validate26(data27, {instancePath:instancePath+"/quads/expiry",parentData:data24,parentDataProperty:"expiry",rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var _valid8 = _errs94 === errors;
valid15 = valid15 || _valid8;
}
if(!valid15){
const err46 = {instancePath:instancePath+"/quads/expiry",schemaPath:"#/properties/quads/properties/expiry/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs91;
if(vErrors !== null){
if(_errs91){
vErrors.length = _errs91;
}
else {
vErrors = null;
}
}
}
var valid13 = _errs90 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/quads",schemaPath:"#/properties/quads/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs81 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.warnings !== undefined){
let data28 = data.warnings;
const _errs95 = errors;
if(errors === _errs95){
if(Array.isArray(data28)){
var valid16 = true;
const len1 = data28.length;
for(let i1=0; i1<len1; i1++){
let data29 = data28[i1];
const _errs97 = errors;
if(typeof data29 !== "string"){
validate25.errors = [{instancePath:instancePath+"/warnings/" + i1,schemaPath:"#/properties/warnings/items/type",keyword:"type",params:{type: "string"}}];
return false;
}
if(!(((((((((((data29 === "different-cards") || (data29 === "partial")) || (data29 === "luhn")) || (data29 === "unknown-bin")) || (data29 === "unknown-length")) || (data29 === "low-confidence")) || (data29 === "expired")) || (data29 === "blurred")) || (data29 === "glare")) || (data29 === "cut-off")) || (data29 === "too-small"))){
validate25.errors = [{instancePath:instancePath+"/warnings/" + i1,schemaPath:"#/properties/warnings/items/enum",keyword:"enum",params:{allowedValues: schema10.properties.warnings.items.enum}}];
return false;
}
var valid16 = _errs97 === errors;
if(!valid16){
break;
}
}
if(valid16){
let i2 = data28.length;
let j0;
if(i2 > 1){
const indices0 = {};
for(;i2--;){
let item0 = data28[i2];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
validate25.errors = [{instancePath:instancePath+"/warnings",schemaPath:"#/properties/warnings/uniqueItems",keyword:"uniqueItems",params:{i: i2, j: j0}}];
return false;
break;
}
indices0[item0] = i2;
}
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/warnings",schemaPath:"#/properties/warnings/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs95 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quality !== undefined){
let data30 = data.quality;
const _errs99 = errors;
if(!(((typeof data30 == "number") && (!(data30 % 1) && !isNaN(data30))) && (isFinite(data30)))){
validate25.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs99){
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 100 || isNaN(data30)){
validate25.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100}}];
return false;
}
else {
if(data30 < 0 || isNaN(data30)){
validate25.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs99 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.crop !== undefined){
let data31 = data.crop;
const _errs101 = errors;
const _errs102 = errors;
let valid18 = false;
const _errs103 = errors;
if(data31 !== null){
const err47 = {instancePath:instancePath+"/crop",schemaPath:"#/properties/crop/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
var _valid9 = _errs103 === errors;
valid18 = valid18 || _valid9;
if(!valid18){
const _errs105 = errors;
if(typeof data31 !== "string"){
const err48 = {instancePath:instancePath+"/crop",schemaPath:"#/properties/crop/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
var _valid9 = _errs105 === errors;
valid18 = valid18 || _valid9;
}
if(!valid18){
const err49 = {instancePath:instancePath+"/crop",schemaPath:"#/properties/crop/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs102;
if(vErrors !== null){
if(_errs102){
vErrors.length = _errs102;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs101 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.strip !== undefined){
let data32 = data.strip;
const _errs107 = errors;
const _errs108 = errors;
let valid19 = false;
const _errs109 = errors;
if(data32 !== null){
const err50 = {instancePath:instancePath+"/strip",schemaPath:"#/properties/strip/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
var _valid10 = _errs109 === errors;
valid19 = valid19 || _valid10;
if(!valid19){
const _errs111 = errors;
if(typeof data32 !== "string"){
const err51 = {instancePath:instancePath+"/strip",schemaPath:"#/properties/strip/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
var _valid10 = _errs111 === errors;
valid19 = valid19 || _valid10;
}
if(!valid19){
const err52 = {instancePath:instancePath+"/strip",schemaPath:"#/properties/strip/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs108;
if(vErrors !== null){
if(_errs108){
vErrors.length = _errs108;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs107 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate25.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate25.errors = vErrors;
return errors === 0;
}


function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.result === undefined) && (missing0 = "result")){
validate24.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "result")){
validate24.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.result !== undefined){
let data0 = data.result;
const _errs2 = errors;
if(errors === _errs2){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if(((((data0.bank_name === undefined) && (missing1 = "bank_name")) || ((data0.bank_card_number === undefined) && (missing1 = "bank_card_number"))) || ((data0.valid_date === undefined) && (missing1 = "valid_date"))) || ((data0.bank_card_type === undefined) && (missing1 = "bank_card_type"))){
validate24.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs4 = errors;
for(const key1 in data0){
if(!((((((((key1 === "bank_name") || (key1 === "bank_card_number")) || (key1 === "valid_date")) || (key1 === "bank_card_type")) || (key1 === "requestId")) || (key1 === "image")) || (key1 === "cards")) || (key1 === "timings"))){
validate24.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs4 === errors){
let missing2;
if(data0.requestId !== undefined && (((((data0.requestId === undefined) && (missing2 = "requestId")) || ((data0.image === undefined) && (missing2 = "image"))) || ((data0.cards === undefined) && (missing2 = "cards"))) || ((data0.timings === undefined) && (missing2 = "timings")))){
validate24.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/dependencies",keyword:"dependencies",params:{property: "requestId",
    missingProperty: missing2,
    depsCount: 4,
    deps: "requestId, image, cards, timings"}}];
return false;
}
else {
if(data0.cards !== undefined && (((((data0.requestId === undefined) && (missing2 = "requestId")) || ((data0.image === undefined) && (missing2 = "image"))) || ((data0.cards === undefined) && (missing2 = "cards"))) || ((data0.timings === undefined) && (missing2 = "timings")))){
validate24.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/dependencies",keyword:"dependencies",params:{property: "cards",
    missingProperty: missing2,
    depsCount: 4,
    deps: "requestId, image, cards, timings"}}];
return false;
}
else {
if(data0.bank_name !== undefined){
let data1 = data0.bank_name;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data1 === "string"){
if(func2(data1) > 200){
validate24.errors = [{instancePath:instancePath+"/result/bank_name",schemaPath:"#/properties/result/properties/bank_name/maxLength",keyword:"maxLength",params:{limit: 200}}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/bank_name",schemaPath:"#/properties/result/properties/bank_name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs5 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.bank_card_number !== undefined){
let data2 = data0.bank_card_number;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data2 === "string"){
if(func2(data2) > 39){
validate24.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/maxLength",keyword:"maxLength",params:{limit: 39}}];
return false;
}
else {
if(!pattern0.test(data2)){
validate24.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]+( [0-9*?]+)*$"}}];
return false;
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs7 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.valid_date !== undefined){
let data3 = data0.valid_date;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(func2(data3) > 5){
validate24.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/maxLength",keyword:"maxLength",params:{limit: 5}}];
return false;
}
else {
if(!pattern1.test(data3)){
validate24.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/pattern",keyword:"pattern",params:{pattern: "^((0[1-9]|1[0-2])/[0-9]{2})?$"}}];
return false;
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.bank_card_type !== undefined){
let data4 = data0.bank_card_type;
const _errs11 = errors;
if(!(((data4 === 0) || (data4 === 1)) || (data4 === 2))){
validate24.errors = [{instancePath:instancePath+"/result/bank_card_type",schemaPath:"#/properties/result/properties/bank_card_type/enum",keyword:"enum",params:{allowedValues: schema9.properties.result.properties.bank_card_type.enum}}];
return false;
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.requestId !== undefined){
let data5 = data0.requestId;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(func2(data5) > 47){
validate24.errors = [{instancePath:instancePath+"/result/requestId",schemaPath:"#/properties/result/properties/requestId/maxLength",keyword:"maxLength",params:{limit: 47}}];
return false;
}
else {
if(!pattern2.test(data5)){
validate24.errors = [{instancePath:instancePath+"/result/requestId",schemaPath:"#/properties/result/properties/requestId/pattern",keyword:"pattern",params:{pattern: "^[0-9]{14}_[0-9a-f]{32}$"}}];
return false;
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/requestId",schemaPath:"#/properties/result/properties/requestId/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs12 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.image !== undefined){
let data6 = data0.image;
const _errs14 = errors;
if(errors === _errs14){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing3;
if((((data6.width === undefined) && (missing3 = "width")) || ((data6.height === undefined) && (missing3 = "height"))) || ((data6.orientation === undefined) && (missing3 = "orientation"))){
validate24.errors = [{instancePath:instancePath+"/result/image",schemaPath:"#/properties/result/properties/image/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs16 = errors;
for(const key2 in data6){
if(!(((key2 === "width") || (key2 === "height")) || (key2 === "orientation"))){
validate24.errors = [{instancePath:instancePath+"/result/image",schemaPath:"#/properties/result/properties/image/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs16 === errors){
if(data6.width !== undefined){
let data7 = data6.width;
const _errs17 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate24.errors = [{instancePath:instancePath+"/result/image/width",schemaPath:"#/properties/result/properties/image/properties/width/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs17){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 1 || isNaN(data7)){
validate24.errors = [{instancePath:instancePath+"/result/image/width",schemaPath:"#/properties/result/properties/image/properties/width/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data6.height !== undefined){
let data8 = data6.height;
const _errs19 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate24.errors = [{instancePath:instancePath+"/result/image/height",schemaPath:"#/properties/result/properties/image/properties/height/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs19){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 1 || isNaN(data8)){
validate24.errors = [{instancePath:instancePath+"/result/image/height",schemaPath:"#/properties/result/properties/image/properties/height/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
var valid3 = _errs19 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data6.orientation !== undefined){
let data9 = data6.orientation;
const _errs21 = errors;
if(!((((data9 === 0) || (data9 === 90)) || (data9 === 180)) || (data9 === 270))){
validate24.errors = [{instancePath:instancePath+"/result/image/orientation",schemaPath:"#/properties/result/properties/image/properties/orientation/enum",keyword:"enum",params:{allowedValues: schema9.properties.result.properties.image.properties.orientation.enum}}];
return false;
}
var valid3 = _errs21 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/image",schemaPath:"#/properties/result/properties/image/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.cards !== undefined){
let data10 = data0.cards;
const _errs22 = errors;
if(errors === _errs22){
if(Array.isArray(data10)){
if(data10.length < 1){
validate24.errors = [{instancePath:instancePath+"/result/cards",schemaPath:"#/properties/result/properties/cards/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid4 = true;
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
const _errs24 = errors;
if(!(validate25(data10[i0], {instancePath:instancePath+"/result/cards/" + i0,parentData:data10,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid4 = _errs24 === errors;
if(!valid4){
break;
}
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/cards",schemaPath:"#/properties/result/properties/cards/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data0.timings !== undefined){
let data12 = data0.timings;
const _errs25 = errors;
if(errors === _errs25){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key3 in data12){
let data13 = data12[key3];
const _errs28 = errors;
if(errors === _errs28){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate24.errors = [{instancePath:instancePath+"/result/timings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/result/properties/timings/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/timings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/result/properties/timings/additionalProperties/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid5 = _errs28 === errors;
if(!valid5){
break;
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result/timings",schemaPath:"#/properties/result/properties/timings/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate24.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
}
}
}
}
else {
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}

exports.validateInputsAnswer = validate31;
const schema12 = {"type":"object","required":["outputs"],"properties":{"outputs":{"type":"array","items":{"type":"object","required":["outputLabel","outputMulti","outputValue"],"properties":{"outputLabel":{"type":"string","const":"ocr_bankcard"},"outputMulti":{"type":"object","properties":{},"additionalProperties":false},"outputValue":{"type":"object","required":["dataType","dataValue"],"properties":{"dataType":{"type":"number","const":50},"dataValue":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false},"minItems":1}},"additionalProperties":false};

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.outputs === undefined) && (missing0 = "outputs")){
validate31.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "outputs")){
validate31.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.outputs !== undefined){
let data0 = data.outputs;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
if(data0.length < 1){
validate31.errors = [{instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if((((data1.outputLabel === undefined) && (missing1 = "outputLabel")) || ((data1.outputMulti === undefined) && (missing1 = "outputMulti"))) || ((data1.outputValue === undefined) && (missing1 = "outputValue"))){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0,schemaPath:"#/properties/outputs/items/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs6 = errors;
for(const key1 in data1){
if(!(((key1 === "outputLabel") || (key1 === "outputMulti")) || (key1 === "outputValue"))){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0,schemaPath:"#/properties/outputs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.outputLabel !== undefined){
let data2 = data1.outputLabel;
const _errs7 = errors;
if(typeof data2 !== "string"){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputLabel",schemaPath:"#/properties/outputs/items/properties/outputLabel/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("ocr_bankcard" !== data2){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputLabel",schemaPath:"#/properties/outputs/items/properties/outputLabel/const",keyword:"const",params:{allowedValue: "ocr_bankcard"}}];
return false;
}
var valid2 = _errs7 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.outputMulti !== undefined){
let data3 = data1.outputMulti;
const _errs9 = errors;
if(errors === _errs9){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 in data3){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputMulti",schemaPath:"#/properties/outputs/items/properties/outputMulti/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
else {
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputMulti",schemaPath:"#/properties/outputs/items/properties/outputMulti/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.outputValue !== undefined){
let data4 = data1.outputValue;
const _errs12 = errors;
if(errors === _errs12){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
let missing2;
if(((data4.dataType === undefined) && (missing2 = "dataType")) || ((data4.dataValue === undefined) && (missing2 = "dataValue"))){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputValue",schemaPath:"#/properties/outputs/items/properties/outputValue/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
const _errs14 = errors;
for(const key3 in data4){
if(!((key3 === "dataType") || (key3 === "dataValue"))){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputValue",schemaPath:"#/properties/outputs/items/properties/outputValue/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}}];
return false;
break;
}
}
if(_errs14 === errors){
if(data4.dataType !== undefined){
let data5 = data4.dataType;
const _errs15 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputValue/dataType",schemaPath:"#/properties/outputs/items/properties/outputValue/properties/dataType/type",keyword:"type",params:{type: "number"}}];
return false;
}
if(50 !== data5){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputValue/dataType",schemaPath:"#/properties/outputs/items/properties/outputValue/properties/dataType/const",keyword:"const",params:{allowedValue: 50}}];
return false;
}
var valid3 = _errs15 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.dataValue !== undefined){
const _errs17 = errors;
if(typeof data4.dataValue !== "string"){
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputValue/dataValue",schemaPath:"#/properties/outputs/items/properties/outputValue/properties/dataValue/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0+"/outputValue",schemaPath:"#/properties/outputs/items/properties/outputValue/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs12 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/outputs/" + i0,schemaPath:"#/properties/outputs/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
}
}
}
}
else {
validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate31.errors = vErrors;
return errors === 0;
}

exports.validateCardsAnswer = validate32;
const schema13 = {"type":"object","required":["requestId","image","cards","timings"],"properties":{"requestId":{"type":"string","maxLength":47,"pattern":"^[0-9]{14}_[0-9a-f]{32}$"},"image":{"type":"object","required":["width","height","orientation"],"properties":{"width":{"type":"integer","minimum":1},"height":{"type":"integer","minimum":1},"orientation":{"enum":[0,90,180,270]}},"additionalProperties":false},"cards":{"type":"array","items":{"$ref":"Card"},"minItems":1},"pictures":{"type":"array","items":{"type":"object","required":["image","cards","error","expiry"],"properties":{"image":{"anyOf":[{"type":"null"},{"type":"object","required":["width","height","orientation"],"properties":{"width":{"type":"integer","minimum":1},"height":{"type":"integer","minimum":1},"orientation":{"enum":[0,90,180,270]}},"additionalProperties":false}]},"cards":{"type":"array","items":{"$ref":"Card"}},"error":{"anyOf":[{"type":"null"},{"type":"object","required":["code","message"],"properties":{"code":{"enum":["INVALID_URL","FORBIDDEN","REQUEST_TIMEOUT","PAYLOAD_TOO_LARGE","IMAGE_SIZE","THROTTLED","JSON_UNPARSABLE","IMAGE_MISSING","IMAGE_FORMAT","INPUTS_MISSING","INPUTS_NOT_ARRAY","DATA_VALUE_FORMAT","CONFIGURE_FORMAT","CONFIGURE_UNPARSABLE","REQUEST_SHAPE","DOWNLOAD_FAILED","IMAGE_EMPTY","IMAGE_DECODE_FAILED","BASE64_FAILED","BASE64_DATA_HEADER","BASE64_PADDING","BASE64_ALPHABET","GIF_OPEN_FAILED","GIF_READ_FAILED","GIF_DECODE_FAILED","GIF_WITHOUT_COLOR_MAP","GIF_EMPTY","NO_CARD","NUMBER_UNREADABLE","INFERENCE_FAILED","NUMBER_NOT_CERTAIN","MODEL_OUTPUT_UNEXPECTED","ANSWER_INVALID","INTERNAL","BAD_GATEWAY","SERVICE_UNAVAILABLE"]},"message":{"type":"string"}},"additionalProperties":false}]},"expiry":{"anyOf":[{"type":"null"},{"type":"object","required":["month","year","expired"],"properties":{"month":{"type":"integer","minimum":1,"maximum":12},"year":{"type":"integer","minimum":1900,"maximum":2200},"expired":{"type":"boolean"}},"additionalProperties":false}]}},"additionalProperties":false},"minItems":1,"maxItems":8},"shownIn":{"type":"integer","minimum":0,"maximum":7},"timings":{"type":"object","additionalProperties":{"type":"number","minimum":0}}},"additionalProperties":false};

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.requestId === undefined) && (missing0 = "requestId")) || ((data.image === undefined) && (missing0 = "image"))) || ((data.cards === undefined) && (missing0 = "cards"))) || ((data.timings === undefined) && (missing0 = "timings"))){
validate32.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "requestId") || (key0 === "image")) || (key0 === "cards")) || (key0 === "pictures")) || (key0 === "shownIn")) || (key0 === "timings"))){
validate32.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.requestId !== undefined){
let data0 = data.requestId;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) > 47){
validate32.errors = [{instancePath:instancePath+"/requestId",schemaPath:"#/properties/requestId/maxLength",keyword:"maxLength",params:{limit: 47}}];
return false;
}
else {
if(!pattern2.test(data0)){
validate32.errors = [{instancePath:instancePath+"/requestId",schemaPath:"#/properties/requestId/pattern",keyword:"pattern",params:{pattern: "^[0-9]{14}_[0-9a-f]{32}$"}}];
return false;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/requestId",schemaPath:"#/properties/requestId/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.image !== undefined){
let data1 = data.image;
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if((((data1.width === undefined) && (missing1 = "width")) || ((data1.height === undefined) && (missing1 = "height"))) || ((data1.orientation === undefined) && (missing1 = "orientation"))){
validate32.errors = [{instancePath:instancePath+"/image",schemaPath:"#/properties/image/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs6 = errors;
for(const key1 in data1){
if(!(((key1 === "width") || (key1 === "height")) || (key1 === "orientation"))){
validate32.errors = [{instancePath:instancePath+"/image",schemaPath:"#/properties/image/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs6 === errors){
if(data1.width !== undefined){
let data2 = data1.width;
const _errs7 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate32.errors = [{instancePath:instancePath+"/image/width",schemaPath:"#/properties/image/properties/width/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
validate32.errors = [{instancePath:instancePath+"/image/width",schemaPath:"#/properties/image/properties/width/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.height !== undefined){
let data3 = data1.height;
const _errs9 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate32.errors = [{instancePath:instancePath+"/image/height",schemaPath:"#/properties/image/properties/height/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs9){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
validate32.errors = [{instancePath:instancePath+"/image/height",schemaPath:"#/properties/image/properties/height/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.orientation !== undefined){
let data4 = data1.orientation;
const _errs11 = errors;
if(!((((data4 === 0) || (data4 === 90)) || (data4 === 180)) || (data4 === 270))){
validate32.errors = [{instancePath:instancePath+"/image/orientation",schemaPath:"#/properties/image/properties/orientation/enum",keyword:"enum",params:{allowedValues: schema13.properties.image.properties.orientation.enum}}];
return false;
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/image",schemaPath:"#/properties/image/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cards !== undefined){
let data5 = data.cards;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data5)){
if(data5.length < 1){
validate32.errors = [{instancePath:instancePath+"/cards",schemaPath:"#/properties/cards/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid2 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
const _errs14 = errors;
if(!(validate25(data5[i0], {instancePath:instancePath+"/cards/" + i0,parentData:data5,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid2 = _errs14 === errors;
if(!valid2){
break;
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/cards",schemaPath:"#/properties/cards/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pictures !== undefined){
let data7 = data.pictures;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data7)){
if(data7.length > 8){
validate32.errors = [{instancePath:instancePath+"/pictures",schemaPath:"#/properties/pictures/maxItems",keyword:"maxItems",params:{limit: 8}}];
return false;
}
else {
if(data7.length < 1){
validate32.errors = [{instancePath:instancePath+"/pictures",schemaPath:"#/properties/pictures/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid3 = true;
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
const _errs17 = errors;
if(errors === _errs17){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing2;
if(((((data8.image === undefined) && (missing2 = "image")) || ((data8.cards === undefined) && (missing2 = "cards"))) || ((data8.error === undefined) && (missing2 = "error"))) || ((data8.expiry === undefined) && (missing2 = "expiry"))){
validate32.errors = [{instancePath:instancePath+"/pictures/" + i1,schemaPath:"#/properties/pictures/items/required",keyword:"required",params:{missingProperty: missing2}}];
return false;
}
else {
const _errs19 = errors;
for(const key2 in data8){
if(!((((key2 === "image") || (key2 === "cards")) || (key2 === "error")) || (key2 === "expiry"))){
validate32.errors = [{instancePath:instancePath+"/pictures/" + i1,schemaPath:"#/properties/pictures/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs19 === errors){
if(data8.image !== undefined){
let data9 = data8.image;
const _errs20 = errors;
const _errs21 = errors;
let valid5 = false;
const _errs22 = errors;
if(data9 !== null){
const err0 = {instancePath:instancePath+"/pictures/" + i1+"/image",schemaPath:"#/properties/pictures/items/properties/image/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs22 === errors;
valid5 = valid5 || _valid0;
if(!valid5){
const _errs24 = errors;
if(errors === _errs24){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
let missing3;
if((((data9.width === undefined) && (missing3 = "width")) || ((data9.height === undefined) && (missing3 = "height"))) || ((data9.orientation === undefined) && (missing3 = "orientation"))){
const err1 = {instancePath:instancePath+"/pictures/" + i1+"/image",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/required",keyword:"required",params:{missingProperty: missing3}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
else {
const _errs26 = errors;
for(const key3 in data9){
if(!(((key3 === "width") || (key3 === "height")) || (key3 === "orientation"))){
const err2 = {instancePath:instancePath+"/pictures/" + i1+"/image",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
break;
}
}
if(_errs26 === errors){
if(data9.width !== undefined){
let data10 = data9.width;
const _errs27 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err3 = {instancePath:instancePath+"/pictures/" + i1+"/image/width",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/properties/width/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(errors === _errs27){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 1 || isNaN(data10)){
const err4 = {instancePath:instancePath+"/pictures/" + i1+"/image/width",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/properties/width/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
var valid6 = _errs27 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data9.height !== undefined){
let data11 = data9.height;
const _errs29 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err5 = {instancePath:instancePath+"/pictures/" + i1+"/image/height",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/properties/height/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(errors === _errs29){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
const err6 = {instancePath:instancePath+"/pictures/" + i1+"/image/height",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/properties/height/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
var valid6 = _errs29 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data9.orientation !== undefined){
let data12 = data9.orientation;
const _errs31 = errors;
if(!((((data12 === 0) || (data12 === 90)) || (data12 === 180)) || (data12 === 270))){
const err7 = {instancePath:instancePath+"/pictures/" + i1+"/image/orientation",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/properties/orientation/enum",keyword:"enum",params:{allowedValues: schema13.properties.pictures.items.properties.image.anyOf[1].properties.orientation.enum}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var valid6 = _errs31 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
}
else {
const err8 = {instancePath:instancePath+"/pictures/" + i1+"/image",schemaPath:"#/properties/pictures/items/properties/image/anyOf/1/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
var _valid0 = _errs24 === errors;
valid5 = valid5 || _valid0;
}
if(!valid5){
const err9 = {instancePath:instancePath+"/pictures/" + i1+"/image",schemaPath:"#/properties/pictures/items/properties/image/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
validate32.errors = vErrors;
return false;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs20 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data8.cards !== undefined){
let data13 = data8.cards;
const _errs32 = errors;
if(errors === _errs32){
if(Array.isArray(data13)){
var valid7 = true;
const len2 = data13.length;
for(let i2=0; i2<len2; i2++){
const _errs34 = errors;
if(!(validate25(data13[i2], {instancePath:instancePath+"/pictures/" + i1+"/cards/" + i2,parentData:data13,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid7 = _errs34 === errors;
if(!valid7){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/pictures/" + i1+"/cards",schemaPath:"#/properties/pictures/items/properties/cards/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid4 = _errs32 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data8.error !== undefined){
let data15 = data8.error;
const _errs35 = errors;
const _errs36 = errors;
let valid8 = false;
const _errs37 = errors;
if(data15 !== null){
const err10 = {instancePath:instancePath+"/pictures/" + i1+"/error",schemaPath:"#/properties/pictures/items/properties/error/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid1 = _errs37 === errors;
valid8 = valid8 || _valid1;
if(!valid8){
const _errs39 = errors;
if(errors === _errs39){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
let missing4;
if(((data15.code === undefined) && (missing4 = "code")) || ((data15.message === undefined) && (missing4 = "message"))){
const err11 = {instancePath:instancePath+"/pictures/" + i1+"/error",schemaPath:"#/properties/pictures/items/properties/error/anyOf/1/required",keyword:"required",params:{missingProperty: missing4}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
else {
const _errs41 = errors;
for(const key4 in data15){
if(!((key4 === "code") || (key4 === "message"))){
const err12 = {instancePath:instancePath+"/pictures/" + i1+"/error",schemaPath:"#/properties/pictures/items/properties/error/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
break;
}
}
if(_errs41 === errors){
if(data15.code !== undefined){
let data16 = data15.code;
const _errs42 = errors;
if(!((((((((((((((((((((((((((((((((((((data16 === "INVALID_URL") || (data16 === "FORBIDDEN")) || (data16 === "REQUEST_TIMEOUT")) || (data16 === "PAYLOAD_TOO_LARGE")) || (data16 === "IMAGE_SIZE")) || (data16 === "THROTTLED")) || (data16 === "JSON_UNPARSABLE")) || (data16 === "IMAGE_MISSING")) || (data16 === "IMAGE_FORMAT")) || (data16 === "INPUTS_MISSING")) || (data16 === "INPUTS_NOT_ARRAY")) || (data16 === "DATA_VALUE_FORMAT")) || (data16 === "CONFIGURE_FORMAT")) || (data16 === "CONFIGURE_UNPARSABLE")) || (data16 === "REQUEST_SHAPE")) || (data16 === "DOWNLOAD_FAILED")) || (data16 === "IMAGE_EMPTY")) || (data16 === "IMAGE_DECODE_FAILED")) || (data16 === "BASE64_FAILED")) || (data16 === "BASE64_DATA_HEADER")) || (data16 === "BASE64_PADDING")) || (data16 === "BASE64_ALPHABET")) || (data16 === "GIF_OPEN_FAILED")) || (data16 === "GIF_READ_FAILED")) || (data16 === "GIF_DECODE_FAILED")) || (data16 === "GIF_WITHOUT_COLOR_MAP")) || (data16 === "GIF_EMPTY")) || (data16 === "NO_CARD")) || (data16 === "NUMBER_UNREADABLE")) || (data16 === "INFERENCE_FAILED")) || (data16 === "NUMBER_NOT_CERTAIN")) || (data16 === "MODEL_OUTPUT_UNEXPECTED")) || (data16 === "ANSWER_INVALID")) || (data16 === "INTERNAL")) || (data16 === "BAD_GATEWAY")) || (data16 === "SERVICE_UNAVAILABLE"))){
const err13 = {instancePath:instancePath+"/pictures/" + i1+"/error/code",schemaPath:"#/properties/pictures/items/properties/error/anyOf/1/properties/code/enum",keyword:"enum",params:{allowedValues: schema13.properties.pictures.items.properties.error.anyOf[1].properties.code.enum}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var valid9 = _errs42 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data15.message !== undefined){
const _errs43 = errors;
if(typeof data15.message !== "string"){
const err14 = {instancePath:instancePath+"/pictures/" + i1+"/error/message",schemaPath:"#/properties/pictures/items/properties/error/anyOf/1/properties/message/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var valid9 = _errs43 === errors;
}
else {
var valid9 = true;
}
}
}
}
}
else {
const err15 = {instancePath:instancePath+"/pictures/" + i1+"/error",schemaPath:"#/properties/pictures/items/properties/error/anyOf/1/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var _valid1 = _errs39 === errors;
valid8 = valid8 || _valid1;
}
if(!valid8){
const err16 = {instancePath:instancePath+"/pictures/" + i1+"/error",schemaPath:"#/properties/pictures/items/properties/error/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
validate32.errors = vErrors;
return false;
}
else {
errors = _errs36;
if(vErrors !== null){
if(_errs36){
vErrors.length = _errs36;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs35 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data8.expiry !== undefined){
let data18 = data8.expiry;
const _errs45 = errors;
const _errs46 = errors;
let valid10 = false;
const _errs47 = errors;
if(data18 !== null){
const err17 = {instancePath:instancePath+"/pictures/" + i1+"/expiry",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var _valid2 = _errs47 === errors;
valid10 = valid10 || _valid2;
if(!valid10){
const _errs49 = errors;
if(errors === _errs49){
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
let missing5;
if((((data18.month === undefined) && (missing5 = "month")) || ((data18.year === undefined) && (missing5 = "year"))) || ((data18.expired === undefined) && (missing5 = "expired"))){
const err18 = {instancePath:instancePath+"/pictures/" + i1+"/expiry",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/required",keyword:"required",params:{missingProperty: missing5}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
else {
const _errs51 = errors;
for(const key5 in data18){
if(!(((key5 === "month") || (key5 === "year")) || (key5 === "expired"))){
const err19 = {instancePath:instancePath+"/pictures/" + i1+"/expiry",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
break;
}
}
if(_errs51 === errors){
if(data18.month !== undefined){
let data19 = data18.month;
const _errs52 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err20 = {instancePath:instancePath+"/pictures/" + i1+"/expiry/month",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/properties/month/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(errors === _errs52){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 12 || isNaN(data19)){
const err21 = {instancePath:instancePath+"/pictures/" + i1+"/expiry/month",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/properties/month/maximum",keyword:"maximum",params:{comparison: "<=", limit: 12}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
else {
if(data19 < 1 || isNaN(data19)){
const err22 = {instancePath:instancePath+"/pictures/" + i1+"/expiry/month",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/properties/month/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
}
var valid11 = _errs52 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data18.year !== undefined){
let data20 = data18.year;
const _errs54 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
const err23 = {instancePath:instancePath+"/pictures/" + i1+"/expiry/year",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/properties/year/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(errors === _errs54){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 2200 || isNaN(data20)){
const err24 = {instancePath:instancePath+"/pictures/" + i1+"/expiry/year",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/properties/year/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2200}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
else {
if(data20 < 1900 || isNaN(data20)){
const err25 = {instancePath:instancePath+"/pictures/" + i1+"/expiry/year",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/properties/year/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1900}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
var valid11 = _errs54 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data18.expired !== undefined){
const _errs56 = errors;
if(typeof data18.expired !== "boolean"){
const err26 = {instancePath:instancePath+"/pictures/" + i1+"/expiry/expired",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/properties/expired/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
var valid11 = _errs56 === errors;
}
else {
var valid11 = true;
}
}
}
}
}
}
else {
const err27 = {instancePath:instancePath+"/pictures/" + i1+"/expiry",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf/1/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
var _valid2 = _errs49 === errors;
valid10 = valid10 || _valid2;
}
if(!valid10){
const err28 = {instancePath:instancePath+"/pictures/" + i1+"/expiry",schemaPath:"#/properties/pictures/items/properties/expiry/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
validate32.errors = vErrors;
return false;
}
else {
errors = _errs46;
if(vErrors !== null){
if(_errs46){
vErrors.length = _errs46;
}
else {
vErrors = null;
}
}
}
var valid4 = _errs45 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/pictures/" + i1,schemaPath:"#/properties/pictures/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid3 = _errs17 === errors;
if(!valid3){
break;
}
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/pictures",schemaPath:"#/properties/pictures/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.shownIn !== undefined){
let data22 = data.shownIn;
const _errs58 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
validate32.errors = [{instancePath:instancePath+"/shownIn",schemaPath:"#/properties/shownIn/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs58){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 7 || isNaN(data22)){
validate32.errors = [{instancePath:instancePath+"/shownIn",schemaPath:"#/properties/shownIn/maximum",keyword:"maximum",params:{comparison: "<=", limit: 7}}];
return false;
}
else {
if(data22 < 0 || isNaN(data22)){
validate32.errors = [{instancePath:instancePath+"/shownIn",schemaPath:"#/properties/shownIn/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid0 = _errs58 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timings !== undefined){
let data23 = data.timings;
const _errs60 = errors;
if(errors === _errs60){
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key6 in data23){
let data24 = data23[key6];
const _errs63 = errors;
if(errors === _errs63){
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 0 || isNaN(data24)){
validate32.errors = [{instancePath:instancePath+"/timings/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/timings/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/timings/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/timings/additionalProperties/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid12 = _errs63 === errors;
if(!valid12){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/timings",schemaPath:"#/properties/timings/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs60 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate32.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate32.errors = vErrors;
return errors === 0;
}

exports.validateBaiduAnswer = validate35;
const schema14 = {"type":"object","required":["log_id","direction","result"],"properties":{"log_id":{"type":"integer","minimum":0,"format":"int64"},"direction":{"enum":[0,1,2,3]},"result":{"type":"object","required":["bank_name","bank_card_number","valid_date","bank_card_type","holder_name"],"properties":{"bank_name":{"type":"string","maxLength":200},"bank_card_number":{"type":"string","maxLength":39,"pattern":"^[0-9*?]+( [0-9*?]+)*$"},"valid_date":{"type":"string","maxLength":5,"pattern":"^((0[1-9]|1[0-2])/[0-9]{2})?$"},"bank_card_type":{"enum":[0,1,2,3,4]},"holder_name":{"type":"string","const":""}},"additionalProperties":false}},"additionalProperties":false};

function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.log_id === undefined) && (missing0 = "log_id")) || ((data.direction === undefined) && (missing0 = "direction"))) || ((data.result === undefined) && (missing0 = "result"))){
validate35.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "log_id") || (key0 === "direction")) || (key0 === "result"))){
validate35.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.log_id !== undefined){
let data0 = data.log_id;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate35.errors = [{instancePath:instancePath+"/log_id",schemaPath:"#/properties/log_id/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate35.errors = [{instancePath:instancePath+"/log_id",schemaPath:"#/properties/log_id/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.direction !== undefined){
let data1 = data.direction;
const _errs4 = errors;
if(!((((data1 === 0) || (data1 === 1)) || (data1 === 2)) || (data1 === 3))){
validate35.errors = [{instancePath:instancePath+"/direction",schemaPath:"#/properties/direction/enum",keyword:"enum",params:{allowedValues: schema14.properties.direction.enum}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.result !== undefined){
let data2 = data.result;
const _errs5 = errors;
if(errors === _errs5){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing1;
if((((((data2.bank_name === undefined) && (missing1 = "bank_name")) || ((data2.bank_card_number === undefined) && (missing1 = "bank_card_number"))) || ((data2.valid_date === undefined) && (missing1 = "valid_date"))) || ((data2.bank_card_type === undefined) && (missing1 = "bank_card_type"))) || ((data2.holder_name === undefined) && (missing1 = "holder_name"))){
validate35.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs7 = errors;
for(const key1 in data2){
if(!(((((key1 === "bank_name") || (key1 === "bank_card_number")) || (key1 === "valid_date")) || (key1 === "bank_card_type")) || (key1 === "holder_name"))){
validate35.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs7 === errors){
if(data2.bank_name !== undefined){
let data3 = data2.bank_name;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(func2(data3) > 200){
validate35.errors = [{instancePath:instancePath+"/result/bank_name",schemaPath:"#/properties/result/properties/bank_name/maxLength",keyword:"maxLength",params:{limit: 200}}];
return false;
}
}
else {
validate35.errors = [{instancePath:instancePath+"/result/bank_name",schemaPath:"#/properties/result/properties/bank_name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs8 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.bank_card_number !== undefined){
let data4 = data2.bank_card_number;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(func2(data4) > 39){
validate35.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/maxLength",keyword:"maxLength",params:{limit: 39}}];
return false;
}
else {
if(!pattern0.test(data4)){
validate35.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]+( [0-9*?]+)*$"}}];
return false;
}
}
}
else {
validate35.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs10 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.valid_date !== undefined){
let data5 = data2.valid_date;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data5 === "string"){
if(func2(data5) > 5){
validate35.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/maxLength",keyword:"maxLength",params:{limit: 5}}];
return false;
}
else {
if(!pattern1.test(data5)){
validate35.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/pattern",keyword:"pattern",params:{pattern: "^((0[1-9]|1[0-2])/[0-9]{2})?$"}}];
return false;
}
}
}
else {
validate35.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs12 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.bank_card_type !== undefined){
let data6 = data2.bank_card_type;
const _errs14 = errors;
if(!(((((data6 === 0) || (data6 === 1)) || (data6 === 2)) || (data6 === 3)) || (data6 === 4))){
validate35.errors = [{instancePath:instancePath+"/result/bank_card_type",schemaPath:"#/properties/result/properties/bank_card_type/enum",keyword:"enum",params:{allowedValues: schema14.properties.result.properties.bank_card_type.enum}}];
return false;
}
var valid1 = _errs14 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.holder_name !== undefined){
let data7 = data2.holder_name;
const _errs15 = errors;
if(typeof data7 !== "string"){
validate35.errors = [{instancePath:instancePath+"/result/holder_name",schemaPath:"#/properties/result/properties/holder_name/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("" !== data7){
validate35.errors = [{instancePath:instancePath+"/result/holder_name",schemaPath:"#/properties/result/properties/holder_name/const",keyword:"const",params:{allowedValue: ""}}];
return false;
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
else {
validate35.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate35.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate35.errors = vErrors;
return errors === 0;
}

exports.validateTencentAnswer = validate36;
const schema15 = {"type":"object","required":["Response"],"properties":{"Response":{"type":"object","required":["CardNo","BankInfo","ValidDate","CardType","CardName","BorderCutImage","CardNoImage","WarningCode","QualityValue","RequestId"],"properties":{"CardNo":{"type":"string","maxLength":20,"pattern":"^[0-9*?]{12,}$"},"BankInfo":{"type":"string","maxLength":200},"ValidDate":{"type":"string","maxLength":7,"pattern":"^((0[1-9]|1[0-2])/[0-9]{4})?$"},"CardType":{"enum":["","借记卡","贷记卡","准贷记卡","预付卡"]},"CardName":{"type":"string","const":""},"BorderCutImage":{"anyOf":[{"type":"null"},{"type":"string"}]},"CardNoImage":{"anyOf":[{"type":"null"},{"type":"string"}]},"WarningCode":{"type":"array","items":{"enum":[-9110,-9111,-9112],"type":"integer"},"uniqueItems":true},"QualityValue":{"type":"integer","minimum":0,"maximum":100},"RequestId":{"type":"string","maxLength":47,"pattern":"^[0-9]{14}_[0-9a-f]{32}$"}},"additionalProperties":false}},"additionalProperties":false};
const pattern11 = new RegExp("^((0[1-9]|1[0-2])/[0-9]{4})?$", "u");

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.Response === undefined) && (missing0 = "Response")){
validate36.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "Response")){
validate36.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.Response !== undefined){
let data0 = data.Response;
const _errs2 = errors;
if(errors === _errs2){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if(((((((((((data0.CardNo === undefined) && (missing1 = "CardNo")) || ((data0.BankInfo === undefined) && (missing1 = "BankInfo"))) || ((data0.ValidDate === undefined) && (missing1 = "ValidDate"))) || ((data0.CardType === undefined) && (missing1 = "CardType"))) || ((data0.CardName === undefined) && (missing1 = "CardName"))) || ((data0.BorderCutImage === undefined) && (missing1 = "BorderCutImage"))) || ((data0.CardNoImage === undefined) && (missing1 = "CardNoImage"))) || ((data0.WarningCode === undefined) && (missing1 = "WarningCode"))) || ((data0.QualityValue === undefined) && (missing1 = "QualityValue"))) || ((data0.RequestId === undefined) && (missing1 = "RequestId"))){
validate36.errors = [{instancePath:instancePath+"/Response",schemaPath:"#/properties/Response/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs4 = errors;
for(const key1 in data0){
if(!(func6.call(schema15.properties.Response.properties, key1))){
validate36.errors = [{instancePath:instancePath+"/Response",schemaPath:"#/properties/Response/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs4 === errors){
if(data0.CardNo !== undefined){
let data1 = data0.CardNo;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data1 === "string"){
if(func2(data1) > 20){
validate36.errors = [{instancePath:instancePath+"/Response/CardNo",schemaPath:"#/properties/Response/properties/CardNo/maxLength",keyword:"maxLength",params:{limit: 20}}];
return false;
}
else {
if(!pattern3.test(data1)){
validate36.errors = [{instancePath:instancePath+"/Response/CardNo",schemaPath:"#/properties/Response/properties/CardNo/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]{12,}$"}}];
return false;
}
}
}
else {
validate36.errors = [{instancePath:instancePath+"/Response/CardNo",schemaPath:"#/properties/Response/properties/CardNo/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs5 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.BankInfo !== undefined){
let data2 = data0.BankInfo;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data2 === "string"){
if(func2(data2) > 200){
validate36.errors = [{instancePath:instancePath+"/Response/BankInfo",schemaPath:"#/properties/Response/properties/BankInfo/maxLength",keyword:"maxLength",params:{limit: 200}}];
return false;
}
}
else {
validate36.errors = [{instancePath:instancePath+"/Response/BankInfo",schemaPath:"#/properties/Response/properties/BankInfo/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.ValidDate !== undefined){
let data3 = data0.ValidDate;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(func2(data3) > 7){
validate36.errors = [{instancePath:instancePath+"/Response/ValidDate",schemaPath:"#/properties/Response/properties/ValidDate/maxLength",keyword:"maxLength",params:{limit: 7}}];
return false;
}
else {
if(!pattern11.test(data3)){
validate36.errors = [{instancePath:instancePath+"/Response/ValidDate",schemaPath:"#/properties/Response/properties/ValidDate/pattern",keyword:"pattern",params:{pattern: "^((0[1-9]|1[0-2])/[0-9]{4})?$"}}];
return false;
}
}
}
else {
validate36.errors = [{instancePath:instancePath+"/Response/ValidDate",schemaPath:"#/properties/Response/properties/ValidDate/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.CardType !== undefined){
let data4 = data0.CardType;
const _errs11 = errors;
if(!(((((data4 === "") || (data4 === "借记卡")) || (data4 === "贷记卡")) || (data4 === "准贷记卡")) || (data4 === "预付卡"))){
validate36.errors = [{instancePath:instancePath+"/Response/CardType",schemaPath:"#/properties/Response/properties/CardType/enum",keyword:"enum",params:{allowedValues: schema15.properties.Response.properties.CardType.enum}}];
return false;
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.CardName !== undefined){
let data5 = data0.CardName;
const _errs12 = errors;
if(typeof data5 !== "string"){
validate36.errors = [{instancePath:instancePath+"/Response/CardName",schemaPath:"#/properties/Response/properties/CardName/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("" !== data5){
validate36.errors = [{instancePath:instancePath+"/Response/CardName",schemaPath:"#/properties/Response/properties/CardName/const",keyword:"const",params:{allowedValue: ""}}];
return false;
}
var valid1 = _errs12 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.BorderCutImage !== undefined){
let data6 = data0.BorderCutImage;
const _errs14 = errors;
const _errs15 = errors;
let valid2 = false;
const _errs16 = errors;
if(data6 !== null){
const err0 = {instancePath:instancePath+"/Response/BorderCutImage",schemaPath:"#/properties/Response/properties/BorderCutImage/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs16 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
const _errs18 = errors;
if(typeof data6 !== "string"){
const err1 = {instancePath:instancePath+"/Response/BorderCutImage",schemaPath:"#/properties/Response/properties/BorderCutImage/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs18 === errors;
valid2 = valid2 || _valid0;
}
if(!valid2){
const err2 = {instancePath:instancePath+"/Response/BorderCutImage",schemaPath:"#/properties/Response/properties/BorderCutImage/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate36.errors = vErrors;
return false;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
var valid1 = _errs14 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.CardNoImage !== undefined){
let data7 = data0.CardNoImage;
const _errs20 = errors;
const _errs21 = errors;
let valid3 = false;
const _errs22 = errors;
if(data7 !== null){
const err3 = {instancePath:instancePath+"/Response/CardNoImage",schemaPath:"#/properties/Response/properties/CardNoImage/anyOf/0/type",keyword:"type",params:{type: "null"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var _valid1 = _errs22 === errors;
valid3 = valid3 || _valid1;
if(!valid3){
const _errs24 = errors;
if(typeof data7 !== "string"){
const err4 = {instancePath:instancePath+"/Response/CardNoImage",schemaPath:"#/properties/Response/properties/CardNoImage/anyOf/1/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid1 = _errs24 === errors;
valid3 = valid3 || _valid1;
}
if(!valid3){
const err5 = {instancePath:instancePath+"/Response/CardNoImage",schemaPath:"#/properties/Response/properties/CardNoImage/anyOf",keyword:"anyOf",params:{}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate36.errors = vErrors;
return false;
}
else {
errors = _errs21;
if(vErrors !== null){
if(_errs21){
vErrors.length = _errs21;
}
else {
vErrors = null;
}
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.WarningCode !== undefined){
let data8 = data0.WarningCode;
const _errs26 = errors;
if(errors === _errs26){
if(Array.isArray(data8)){
var valid4 = true;
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
let data9 = data8[i0];
const _errs28 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate36.errors = [{instancePath:instancePath+"/Response/WarningCode/" + i0,schemaPath:"#/properties/Response/properties/WarningCode/items/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(!(((data9 === -9110) || (data9 === -9111)) || (data9 === -9112))){
validate36.errors = [{instancePath:instancePath+"/Response/WarningCode/" + i0,schemaPath:"#/properties/Response/properties/WarningCode/items/enum",keyword:"enum",params:{allowedValues: schema15.properties.Response.properties.WarningCode.items.enum}}];
return false;
}
var valid4 = _errs28 === errors;
if(!valid4){
break;
}
}
if(valid4){
let i1 = data8.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data8[i1];
if(!(((typeof item0 == "number") && (!(item0 % 1) && !isNaN(item0))) && (isFinite(item0)))){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
validate36.errors = [{instancePath:instancePath+"/Response/WarningCode",schemaPath:"#/properties/Response/properties/WarningCode/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0}}];
return false;
break;
}
indices0[item0] = i1;
}
}
}
}
else {
validate36.errors = [{instancePath:instancePath+"/Response/WarningCode",schemaPath:"#/properties/Response/properties/WarningCode/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid1 = _errs26 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.QualityValue !== undefined){
let data10 = data0.QualityValue;
const _errs30 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate36.errors = [{instancePath:instancePath+"/Response/QualityValue",schemaPath:"#/properties/Response/properties/QualityValue/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs30){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 100 || isNaN(data10)){
validate36.errors = [{instancePath:instancePath+"/Response/QualityValue",schemaPath:"#/properties/Response/properties/QualityValue/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100}}];
return false;
}
else {
if(data10 < 0 || isNaN(data10)){
validate36.errors = [{instancePath:instancePath+"/Response/QualityValue",schemaPath:"#/properties/Response/properties/QualityValue/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
}
}
var valid1 = _errs30 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.RequestId !== undefined){
let data11 = data0.RequestId;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data11 === "string"){
if(func2(data11) > 47){
validate36.errors = [{instancePath:instancePath+"/Response/RequestId",schemaPath:"#/properties/Response/properties/RequestId/maxLength",keyword:"maxLength",params:{limit: 47}}];
return false;
}
else {
if(!pattern2.test(data11)){
validate36.errors = [{instancePath:instancePath+"/Response/RequestId",schemaPath:"#/properties/Response/properties/RequestId/pattern",keyword:"pattern",params:{pattern: "^[0-9]{14}_[0-9a-f]{32}$"}}];
return false;
}
}
}
else {
validate36.errors = [{instancePath:instancePath+"/Response/RequestId",schemaPath:"#/properties/Response/properties/RequestId/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid1 = _errs32 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate36.errors = [{instancePath:instancePath+"/Response",schemaPath:"#/properties/Response/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate36.errors = vErrors;
return errors === 0;
}

exports.validateAliyunAnswer = validate37;
const schema16 = {"type":"object","required":["RequestId","Data"],"properties":{"RequestId":{"type":"string","maxLength":47,"pattern":"^[0-9]{14}_[0-9a-f]{32}$"},"Data":{"type":"string"}},"additionalProperties":false};

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.RequestId === undefined) && (missing0 = "RequestId")) || ((data.Data === undefined) && (missing0 = "Data"))){
validate37.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "RequestId") || (key0 === "Data"))){
validate37.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.RequestId !== undefined){
let data0 = data.RequestId;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) > 47){
validate37.errors = [{instancePath:instancePath+"/RequestId",schemaPath:"#/properties/RequestId/maxLength",keyword:"maxLength",params:{limit: 47}}];
return false;
}
else {
if(!pattern2.test(data0)){
validate37.errors = [{instancePath:instancePath+"/RequestId",schemaPath:"#/properties/RequestId/pattern",keyword:"pattern",params:{pattern: "^[0-9]{14}_[0-9a-f]{32}$"}}];
return false;
}
}
}
else {
validate37.errors = [{instancePath:instancePath+"/RequestId",schemaPath:"#/properties/RequestId/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.Data !== undefined){
const _errs4 = errors;
if(typeof data.Data !== "string"){
validate37.errors = [{instancePath:instancePath+"/Data",schemaPath:"#/properties/Data/type",keyword:"type",params:{type: "string"}}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate37.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate37.errors = vErrors;
return errors === 0;
}

exports.validateHealthAnswer = validate38;
const schema17 = {"type":"object","required":["status","version","models"],"properties":{"status":{"type":"string","const":"ok"},"version":{"type":"string","maxLength":200},"models":{"type":"array","items":{"type":"object","required":["name","version","loaded"],"properties":{"name":{"type":"string","maxLength":200},"version":{"type":"string","pattern":"^[0-9a-f]{11}$"},"loaded":{"type":"boolean"}},"additionalProperties":false}}},"additionalProperties":false};
const pattern14 = new RegExp("^[0-9a-f]{11}$", "u");

function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.status === undefined) && (missing0 = "status")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.models === undefined) && (missing0 = "models"))){
validate38.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "status") || (key0 === "version")) || (key0 === "models"))){
validate38.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.status !== undefined){
let data0 = data.status;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate38.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "string"}}];
return false;
}
if("ok" !== data0){
validate38.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/const",keyword:"const",params:{allowedValue: "ok"}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
let data1 = data.version;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(func2(data1) > 200){
validate38.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/maxLength",keyword:"maxLength",params:{limit: 200}}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.models !== undefined){
let data2 = data.models;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs8 = errors;
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if((((data3.name === undefined) && (missing1 = "name")) || ((data3.version === undefined) && (missing1 = "version"))) || ((data3.loaded === undefined) && (missing1 = "loaded"))){
validate38.errors = [{instancePath:instancePath+"/models/" + i0,schemaPath:"#/properties/models/items/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs10 = errors;
for(const key1 in data3){
if(!(((key1 === "name") || (key1 === "version")) || (key1 === "loaded"))){
validate38.errors = [{instancePath:instancePath+"/models/" + i0,schemaPath:"#/properties/models/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs10 === errors){
if(data3.name !== undefined){
let data4 = data3.name;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data4 === "string"){
if(func2(data4) > 200){
validate38.errors = [{instancePath:instancePath+"/models/" + i0+"/name",schemaPath:"#/properties/models/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 200}}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/models/" + i0+"/name",schemaPath:"#/properties/models/items/properties/name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.version !== undefined){
let data5 = data3.version;
const _errs13 = errors;
if(errors === _errs13){
if(typeof data5 === "string"){
if(!pattern14.test(data5)){
validate38.errors = [{instancePath:instancePath+"/models/" + i0+"/version",schemaPath:"#/properties/models/items/properties/version/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{11}$"}}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/models/" + i0+"/version",schemaPath:"#/properties/models/items/properties/version/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.loaded !== undefined){
const _errs15 = errors;
if(typeof data3.loaded !== "boolean"){
validate38.errors = [{instancePath:instancePath+"/models/" + i0+"/loaded",schemaPath:"#/properties/models/items/properties/loaded/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/models/" + i0,schemaPath:"#/properties/models/items/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid1 = _errs8 === errors;
if(!valid1){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate38.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate38.errors = vErrors;
return errors === 0;
}

exports.validateInputsValue = validate39;
const schema18 = {"type":"object","required":["success","request_id","card_num","bank_name","valid_date","result"],"properties":{"success":{"type":"boolean","const":true},"request_id":{"type":"string","maxLength":47,"pattern":"^[0-9]{14}_[0-9a-f]{32}$"},"card_num":{"type":"string","maxLength":20,"pattern":"^[0-9*?]{12,}$"},"bank_name":{"type":"string","maxLength":200},"valid_date":{"type":"string","maxLength":5,"pattern":"^((0[1-9]|1[0-2])/[0-9]{2})?$"},"result":{"type":"object","required":["bank_name","bank_card_number","valid_date","bank_card_type"],"properties":{"bank_name":{"type":"string","maxLength":200},"bank_card_number":{"type":"string","maxLength":39,"pattern":"^[0-9*?]+( [0-9*?]+)*$"},"valid_date":{"type":"string","maxLength":5,"pattern":"^((0[1-9]|1[0-2])/[0-9]{2})?$"},"bank_card_type":{"enum":[0,1,2]},"requestId":{"type":"string","maxLength":47,"pattern":"^[0-9]{14}_[0-9a-f]{32}$"},"image":{"type":"object","required":["width","height","orientation"],"properties":{"width":{"type":"integer","minimum":1},"height":{"type":"integer","minimum":1},"orientation":{"enum":[0,90,180,270]}},"additionalProperties":false},"cards":{"type":"array","items":{"$ref":"Card"},"minItems":1},"timings":{"type":"object","additionalProperties":{"type":"number","minimum":0}}},"dependencies":{"requestId":["requestId","image","cards","timings"],"cards":["requestId","image","cards","timings"]},"additionalProperties":false}},"additionalProperties":false};

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.success === undefined) && (missing0 = "success")) || ((data.request_id === undefined) && (missing0 = "request_id"))) || ((data.card_num === undefined) && (missing0 = "card_num"))) || ((data.bank_name === undefined) && (missing0 = "bank_name"))) || ((data.valid_date === undefined) && (missing0 = "valid_date"))) || ((data.result === undefined) && (missing0 = "result"))){
validate39.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0}}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "success") || (key0 === "request_id")) || (key0 === "card_num")) || (key0 === "bank_name")) || (key0 === "valid_date")) || (key0 === "result"))){
validate39.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.success !== undefined){
let data0 = data.success;
const _errs2 = errors;
if(typeof data0 !== "boolean"){
validate39.errors = [{instancePath:instancePath+"/success",schemaPath:"#/properties/success/type",keyword:"type",params:{type: "boolean"}}];
return false;
}
if(true !== data0){
validate39.errors = [{instancePath:instancePath+"/success",schemaPath:"#/properties/success/const",keyword:"const",params:{allowedValue: true}}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.request_id !== undefined){
let data1 = data.request_id;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(func2(data1) > 47){
validate39.errors = [{instancePath:instancePath+"/request_id",schemaPath:"#/properties/request_id/maxLength",keyword:"maxLength",params:{limit: 47}}];
return false;
}
else {
if(!pattern2.test(data1)){
validate39.errors = [{instancePath:instancePath+"/request_id",schemaPath:"#/properties/request_id/pattern",keyword:"pattern",params:{pattern: "^[0-9]{14}_[0-9a-f]{32}$"}}];
return false;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/request_id",schemaPath:"#/properties/request_id/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.card_num !== undefined){
let data2 = data.card_num;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(func2(data2) > 20){
validate39.errors = [{instancePath:instancePath+"/card_num",schemaPath:"#/properties/card_num/maxLength",keyword:"maxLength",params:{limit: 20}}];
return false;
}
else {
if(!pattern3.test(data2)){
validate39.errors = [{instancePath:instancePath+"/card_num",schemaPath:"#/properties/card_num/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]{12,}$"}}];
return false;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/card_num",schemaPath:"#/properties/card_num/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.bank_name !== undefined){
let data3 = data.bank_name;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data3 === "string"){
if(func2(data3) > 200){
validate39.errors = [{instancePath:instancePath+"/bank_name",schemaPath:"#/properties/bank_name/maxLength",keyword:"maxLength",params:{limit: 200}}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/bank_name",schemaPath:"#/properties/bank_name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.valid_date !== undefined){
let data4 = data.valid_date;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(func2(data4) > 5){
validate39.errors = [{instancePath:instancePath+"/valid_date",schemaPath:"#/properties/valid_date/maxLength",keyword:"maxLength",params:{limit: 5}}];
return false;
}
else {
if(!pattern1.test(data4)){
validate39.errors = [{instancePath:instancePath+"/valid_date",schemaPath:"#/properties/valid_date/pattern",keyword:"pattern",params:{pattern: "^((0[1-9]|1[0-2])/[0-9]{2})?$"}}];
return false;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/valid_date",schemaPath:"#/properties/valid_date/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.result !== undefined){
let data5 = data.result;
const _errs12 = errors;
if(errors === _errs12){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((((data5.bank_name === undefined) && (missing1 = "bank_name")) || ((data5.bank_card_number === undefined) && (missing1 = "bank_card_number"))) || ((data5.valid_date === undefined) && (missing1 = "valid_date"))) || ((data5.bank_card_type === undefined) && (missing1 = "bank_card_type"))){
validate39.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/required",keyword:"required",params:{missingProperty: missing1}}];
return false;
}
else {
const _errs14 = errors;
for(const key1 in data5){
if(!((((((((key1 === "bank_name") || (key1 === "bank_card_number")) || (key1 === "valid_date")) || (key1 === "bank_card_type")) || (key1 === "requestId")) || (key1 === "image")) || (key1 === "cards")) || (key1 === "timings"))){
validate39.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}}];
return false;
break;
}
}
if(_errs14 === errors){
let missing2;
if(data5.requestId !== undefined && (((((data5.requestId === undefined) && (missing2 = "requestId")) || ((data5.image === undefined) && (missing2 = "image"))) || ((data5.cards === undefined) && (missing2 = "cards"))) || ((data5.timings === undefined) && (missing2 = "timings")))){
validate39.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/dependencies",keyword:"dependencies",params:{property: "requestId",
    missingProperty: missing2,
    depsCount: 4,
    deps: "requestId, image, cards, timings"}}];
return false;
}
else {
if(data5.cards !== undefined && (((((data5.requestId === undefined) && (missing2 = "requestId")) || ((data5.image === undefined) && (missing2 = "image"))) || ((data5.cards === undefined) && (missing2 = "cards"))) || ((data5.timings === undefined) && (missing2 = "timings")))){
validate39.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/dependencies",keyword:"dependencies",params:{property: "cards",
    missingProperty: missing2,
    depsCount: 4,
    deps: "requestId, image, cards, timings"}}];
return false;
}
else {
if(data5.bank_name !== undefined){
let data6 = data5.bank_name;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data6 === "string"){
if(func2(data6) > 200){
validate39.errors = [{instancePath:instancePath+"/result/bank_name",schemaPath:"#/properties/result/properties/bank_name/maxLength",keyword:"maxLength",params:{limit: 200}}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/bank_name",schemaPath:"#/properties/result/properties/bank_name/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.bank_card_number !== undefined){
let data7 = data5.bank_card_number;
const _errs17 = errors;
if(errors === _errs17){
if(typeof data7 === "string"){
if(func2(data7) > 39){
validate39.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/maxLength",keyword:"maxLength",params:{limit: 39}}];
return false;
}
else {
if(!pattern0.test(data7)){
validate39.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/pattern",keyword:"pattern",params:{pattern: "^[0-9*?]+( [0-9*?]+)*$"}}];
return false;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/bank_card_number",schemaPath:"#/properties/result/properties/bank_card_number/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.valid_date !== undefined){
let data8 = data5.valid_date;
const _errs19 = errors;
if(errors === _errs19){
if(typeof data8 === "string"){
if(func2(data8) > 5){
validate39.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/maxLength",keyword:"maxLength",params:{limit: 5}}];
return false;
}
else {
if(!pattern1.test(data8)){
validate39.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/pattern",keyword:"pattern",params:{pattern: "^((0[1-9]|1[0-2])/[0-9]{2})?$"}}];
return false;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/valid_date",schemaPath:"#/properties/result/properties/valid_date/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.bank_card_type !== undefined){
let data9 = data5.bank_card_type;
const _errs21 = errors;
if(!(((data9 === 0) || (data9 === 1)) || (data9 === 2))){
validate39.errors = [{instancePath:instancePath+"/result/bank_card_type",schemaPath:"#/properties/result/properties/bank_card_type/enum",keyword:"enum",params:{allowedValues: schema18.properties.result.properties.bank_card_type.enum}}];
return false;
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.requestId !== undefined){
let data10 = data5.requestId;
const _errs22 = errors;
if(errors === _errs22){
if(typeof data10 === "string"){
if(func2(data10) > 47){
validate39.errors = [{instancePath:instancePath+"/result/requestId",schemaPath:"#/properties/result/properties/requestId/maxLength",keyword:"maxLength",params:{limit: 47}}];
return false;
}
else {
if(!pattern2.test(data10)){
validate39.errors = [{instancePath:instancePath+"/result/requestId",schemaPath:"#/properties/result/properties/requestId/pattern",keyword:"pattern",params:{pattern: "^[0-9]{14}_[0-9a-f]{32}$"}}];
return false;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/requestId",schemaPath:"#/properties/result/properties/requestId/type",keyword:"type",params:{type: "string"}}];
return false;
}
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.image !== undefined){
let data11 = data5.image;
const _errs24 = errors;
if(errors === _errs24){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing3;
if((((data11.width === undefined) && (missing3 = "width")) || ((data11.height === undefined) && (missing3 = "height"))) || ((data11.orientation === undefined) && (missing3 = "orientation"))){
validate39.errors = [{instancePath:instancePath+"/result/image",schemaPath:"#/properties/result/properties/image/required",keyword:"required",params:{missingProperty: missing3}}];
return false;
}
else {
const _errs26 = errors;
for(const key2 in data11){
if(!(((key2 === "width") || (key2 === "height")) || (key2 === "orientation"))){
validate39.errors = [{instancePath:instancePath+"/result/image",schemaPath:"#/properties/result/properties/image/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}}];
return false;
break;
}
}
if(_errs26 === errors){
if(data11.width !== undefined){
let data12 = data11.width;
const _errs27 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate39.errors = [{instancePath:instancePath+"/result/image/width",schemaPath:"#/properties/result/properties/image/properties/width/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs27){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
validate39.errors = [{instancePath:instancePath+"/result/image/width",schemaPath:"#/properties/result/properties/image/properties/width/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
var valid3 = _errs27 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data11.height !== undefined){
let data13 = data11.height;
const _errs29 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate39.errors = [{instancePath:instancePath+"/result/image/height",schemaPath:"#/properties/result/properties/image/properties/height/type",keyword:"type",params:{type: "integer"}}];
return false;
}
if(errors === _errs29){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 1 || isNaN(data13)){
validate39.errors = [{instancePath:instancePath+"/result/image/height",schemaPath:"#/properties/result/properties/image/properties/height/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}}];
return false;
}
}
}
var valid3 = _errs29 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data11.orientation !== undefined){
let data14 = data11.orientation;
const _errs31 = errors;
if(!((((data14 === 0) || (data14 === 90)) || (data14 === 180)) || (data14 === 270))){
validate39.errors = [{instancePath:instancePath+"/result/image/orientation",schemaPath:"#/properties/result/properties/image/properties/orientation/enum",keyword:"enum",params:{allowedValues: schema18.properties.result.properties.image.properties.orientation.enum}}];
return false;
}
var valid3 = _errs31 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/image",schemaPath:"#/properties/result/properties/image/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs24 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.cards !== undefined){
let data15 = data5.cards;
const _errs32 = errors;
if(errors === _errs32){
if(Array.isArray(data15)){
if(data15.length < 1){
validate39.errors = [{instancePath:instancePath+"/result/cards",schemaPath:"#/properties/result/properties/cards/minItems",keyword:"minItems",params:{limit: 1}}];
return false;
}
else {
var valid4 = true;
const len0 = data15.length;
for(let i0=0; i0<len0; i0++){
const _errs34 = errors;
if(!(validate25(data15[i0], {instancePath:instancePath+"/result/cards/" + i0,parentData:data15,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid4 = _errs34 === errors;
if(!valid4){
break;
}
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/cards",schemaPath:"#/properties/result/properties/cards/type",keyword:"type",params:{type: "array"}}];
return false;
}
}
var valid2 = _errs32 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.timings !== undefined){
let data17 = data5.timings;
const _errs35 = errors;
if(errors === _errs35){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key3 in data17){
let data18 = data17[key3];
const _errs38 = errors;
if(errors === _errs38){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 0 || isNaN(data18)){
validate39.errors = [{instancePath:instancePath+"/result/timings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/result/properties/timings/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/timings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/result/properties/timings/additionalProperties/type",keyword:"type",params:{type: "number"}}];
return false;
}
}
var valid5 = _errs38 === errors;
if(!valid5){
break;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result/timings",schemaPath:"#/properties/result/properties/timings/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid2 = _errs35 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/result",schemaPath:"#/properties/result/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate39.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}}];
return false;
}
}
validate39.errors = vErrors;
return errors === 0;
}

