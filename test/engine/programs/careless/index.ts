/** Breaks each rule of the policy pack about Kubernetes once, on an object that has the name of the rule. Only previews are made of it. */
import "./access";
import "./namespaces";
import "./pods";
import "./spark";
import "./volumes";
