package org.jenkinsci.plugins.workflow.graph;

public abstract class BlockEndNode<StartT extends BlockStartNode> extends FlowNode {}
