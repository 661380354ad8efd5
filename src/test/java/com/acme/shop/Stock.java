package com.acme.shop;

import clda.effects.EffectClass;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;

/** A tool in a package of somebody else's, as the README allows it. */
public class Stock {

    @AgentTool(value = "How many pieces of an article are in stock.", effect = EffectClass.READ)
    public int inStock(@Param("the article number") String article) {
        throw new IllegalStateException("There is no article " + article + ".");
    }
}
