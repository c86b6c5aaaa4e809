/** Reads the type declarations of a provider's npm package with the TypeScript compiler's parser. */
import { readFileSync } from "node:fs";

import ts from "typescript";

import type { Member, Members, ResourceSchema, Shape } from "./schema-shapes.js";

const ANY: Shape = { kind: "any" };

type Interfaces = ReadonlyMap<string, ts.InterfaceDeclaration>;

let inputTypes: Interfaces | undefined;

/**
 * @param file declares the resource
 * @param inputFile declares the objects in inputs of all resources
 */
export function extractSchema(file: string, className: string, inputFile: string): ResourceSchema {
  const source = parse(file);
  const args = interfacesOf(source).get(`${className}Args`);
  const resource = source.statements.find((node) => ts.isClassDeclaration(node) && node.name?.text === className);
  if (args === undefined || resource === undefined) throw new Error(`${file} declares no ${className} with arguments.`);
  inputTypes ??= interfacesOf(parse(inputFile));
  const inputs = membersOf(args.members);
  return {
    inputs,
    outputs: membersOf((resource as ts.ClassDeclaration).members),
    objects: objectsIn(inputs, inputTypes),
  };
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
}

/** Interfaces by name, those of a namespace as `namespace.Name`. */
function interfacesOf(source: ts.SourceFile): Map<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();
  const visit = (prefix: string) => (node: ts.Node) => {
    if (ts.isInterfaceDeclaration(node)) found.set(`${prefix}${node.name.text}`, node);
    if (ts.isModuleDeclaration(node) && node.body !== undefined)
      ts.forEachChild(node.body, visit(`${prefix}${node.name.text}.`));
  };
  ts.forEachChild(source, visit(""));
  return found;
}

function membersOf(nodes: readonly ts.Node[]): Members {
  const members: Record<string, Member> = {};
  for (const node of nodes) {
    const isMember = ts.isPropertySignature(node) || (ts.isPropertyDeclaration(node) && isReadonly(node));
    if (!isMember || node.type === undefined) continue;
    const name = ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) ? node.name.text : "";
    members[name] = { shape: shapeOf(node.type), required: node.questionToken === undefined && !isOptional(node.type) };
  }
  return members;
}

/** Outputs are the read-only properties of a class; static ones belong to the SDK. */
function isReadonly(node: ts.PropertyDeclaration): boolean {
  const has = (kind: ts.SyntaxKind) => node.modifiers?.some((modifier) => modifier.kind === kind) === true;
  return has(ts.SyntaxKind.ReadonlyKeyword) && !has(ts.SyntaxKind.StaticKeyword);
}

function isOptional(node: ts.TypeNode): boolean {
  if (ts.isTypeReferenceNode(node)) return node.typeArguments?.some(isOptional) === true;
  return ts.isUnionTypeNode(node) && node.types.some(isUndefined);
}

function isUndefined(node: ts.TypeNode): boolean {
  return node.kind === ts.SyntaxKind.UndefinedKeyword;
}

function shapeOf(node: ts.TypeNode): Shape {
  if (ts.isUnionTypeNode(node)) return either(node.types.filter((one) => !isUndefined(one)).map(shapeOf));
  if (ts.isArrayTypeNode(node)) return { kind: "list", of: shapeOf(node.elementType) };
  if (ts.isTypeLiteralNode(node)) return mapShape(node);
  if (ts.isTypeReferenceNode(node)) return referenceShape(node);
  if (node.kind === ts.SyntaxKind.StringKeyword) return { kind: "string" };
  if (node.kind === ts.SyntaxKind.NumberKeyword) return { kind: "number" };
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return { kind: "boolean" };
  return ANY;
}

function mapShape(node: ts.TypeLiteralNode): Shape {
  const [member] = node.members;
  return member !== undefined && ts.isIndexSignatureDeclaration(member)
    ? { kind: "map", of: shapeOf(member.type) }
    : ANY;
}

function referenceShape(node: ts.TypeReferenceNode): Shape {
  const name = ts.isQualifiedName(node.typeName) ? qualified(node.typeName) : node.typeName.text;
  const [argument] = node.typeArguments ?? [];
  if ((name === "pulumi.Input" || name === "pulumi.Output") && argument !== undefined) return shapeOf(argument);
  if (name.startsWith("inputs.")) return { kind: "object", name: name.slice("inputs.".length) };
  // AWS adds values to its enumerations all the time, so that the package takes any text for them.
  return name.startsWith("enums.") ? { kind: "string" } : ANY;
}

function qualified(node: ts.QualifiedName): string {
  return `${ts.isQualifiedName(node.left) ? qualified(node.left) : node.left.text}.${node.right.text}`;
}

function either(shapes: readonly Shape[]): Shape {
  const different = [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
  const [only] = different;
  if (only === undefined || different.some(({ kind }) => kind === "any")) return ANY;
  return different.length === 1 ? only : { kind: "either", of: different };
}

function objectsIn(members: Members, types: Interfaces): Record<string, Members> {
  const objects: Record<string, Members> = {};
  const visit = (shape: Shape): void => {
    if (shape.kind === "list" || shape.kind === "map") visit(shape.of);
    else if (shape.kind === "either") shape.of.forEach(visit);
    else if (shape.kind === "object" && !(shape.name in objects)) {
      const declaration = types.get(shape.name);
      if (declaration === undefined) throw new Error(`No declaration of the input type ${shape.name}.`);
      const found = (objects[shape.name] = membersOf(declaration.members));
      for (const member of Object.values(found)) visit(member.shape);
    }
  };
  for (const { shape } of Object.values(members)) visit(shape);
  return objects;
}
